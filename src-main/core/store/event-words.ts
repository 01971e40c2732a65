/**
 * What the full-text search sees of an event and of a question. Both go through the same normalisation, so that
 * the index and a row not indexed yet answer alike: words in lower case without accents, and every Chinese,
 * Japanese or Korean character a word of its own, since those texts have no spaces between words.
 */
import type { DatabaseSync } from 'node:sqlite'

/** The columns of `events` whose words are searched, in the order in which `wordsOfEvent` takes them. */
export const searchedColumns = ['domain', 'app', 'stream', 'session', 'label', 'facts'] as const
type Text = string | null

/** Recognised text and messages; the other facts are numbers and addresses. */
const saidFacts = ['text', 'translation', 'message', 'subLabel', 'event']

const cjk = '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}'
const wordShape = new RegExp(`[${cjk}]|(?:(?![${cjk}])[\\p{L}\\p{N}])+`, 'gu')

const isPlain = (text: string) => /^[\t\n\r -~]*$/.test(text)

function splitWords(text: string): string[] {
  const lower = text.toLowerCase()
  // Nearly every stream, label and session is plain ASCII.
  if (isPlain(lower)) return lower.match(/[a-z0-9]+/g) ?? []
  const bare = lower
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
  return bare.match(wordShape) ?? []
}

/**
 * `show-17` has the words show, 17 and show17. The last one finds the name at once, where the phrase "show 17" would
 * have to go through every event of every show.
 */
const compoundOf = (chunk: string, words: readonly string[]): string | null =>
  words.length > 1 && isPlain(chunk) ? words.join('') : null

function withCompounds(text: string): string[] {
  return text.split(/\s+/).flatMap((chunk) => {
    const words = splitWords(chunk)
    const compound = compoundOf(chunk, words)
    return compound === null ? words : [...words, compound]
  })
}

/** All words of an event, parted by spaces. */
export function wordsOfEvent(columns: readonly Text[]): string {
  let words = ''
  for (let at = 0; at < 5; at++) words = joined(words, columns[at])
  const facts = columns[5]
  if (facts && mayBeSaid.test(facts)) for (const text of saidIn(facts)) words = joined(words, text)
  return words
}

function joined(words: string, text: Text | undefined): string {
  const more = text ? wordsOf(text) : ''
  return words === '' || more === '' ? words + more : `${words} ${more}`
}

/** Domains, streams, labels and messages come again and again. */
const remembered = new Map<string, string>()
const mostRemembered = 5000
const longestRemembered = 100

function wordsOf(text: string): string {
  const known = remembered.get(text)
  if (known !== undefined) return known
  const words = withCompounds(text).join(' ')
  if (text.length > longestRemembered) return words
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(text, words)
  return words
}

/** A name of one of them; most facts hold none and need not be read. */
const mayBeSaid = new RegExp(`"(?:${saidFacts.join('|')})":"`)

function saidIn(facts: string): string[] {
  const values: Record<string, unknown> = JSON.parse(facts)
  return saidFacts.flatMap((name) => (typeof values[name] === 'string' ? [values[name]] : []))
}

export interface Phrase {
  readonly words: readonly string[]
  /** The last word may go on. */
  readonly isOpen: boolean
}

/**
 * `show-17 广告` asks for a name that begins with show-17 and for the phrase "广 告"; both must be there. Empty when
 * there is no word in it.
 */
export const readQuestion = (text: string): Phrase[] =>
  text.split(/\s+/).flatMap((chunk) => {
    const words = splitWords(chunk)
    const compound = compoundOf(chunk, words)
    if (words.length === 0) return []
    return [{ words: compound === null ? words : [compound], isOpen: compound !== null || chunk.endsWith('*') }]
  })

/** In the language of FTS5. Words hold no quotes. */
export const toMatch = (question: readonly Phrase[]): string =>
  question.map(({ words, isOpen }) => `"${words.join(' ')}"${isOpen ? '*' : ''}`).join(' ')

/** Gives SQL on this connection `event_says(text, …searchedColumns)`. */
export function addWordSearch(db: DatabaseSync): void {
  let asked = ''
  let needles: string[] = []
  db.function('event_says', { deterministic: true, varargs: true }, (text, ...columns) => {
    if (text !== asked) {
      asked = String(text)
      needles = readQuestion(asked).map(({ words, isOpen }) => ` ${words.join(' ')}${isOpen ? '' : ' '}`)
    }
    const words = ` ${wordsOfEvent(columns as Text[])} `
    return needles.length > 0 && needles.every((needle) => words.includes(needle)) ? 1 : 0
  })
}
