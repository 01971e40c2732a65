/** What the filter bar offers while a person types: keys, then the values that key can have. */
import { type FilterKey, filterKeys, keyNames, quoteValue } from './filter-text.ts'

export interface Suggestion {
  /** The filter text once it is taken. */
  readonly text: string
  /** What it adds, e.g. `type:317`. */
  readonly token: string
  /** In words. */
  readonly note: string
}

export interface SuggestSource {
  /** The key as a person of the shown language types it. */
  nameOf(key: FilterKey): string
  /** What a key is for, in words. */
  noteOf(key: FilterKey): string
  /** Values a key is known to have, with their words. */
  valuesOf(key: FilterKey): readonly { readonly value: string; readonly note: string }[]
}

const most = 8

/** The word under the caret: from the last space outside quotes. */
function wordBefore(text: string): { head: string; word: string } {
  const at = /(?:[^\s"“]|["“][^"”]*["”]?)*$/.exec(text)?.index ?? text.length
  return { head: text.slice(0, at), word: text.slice(at) }
}

export function suggest(text: string, { nameOf, noteOf, valuesOf }: SuggestSource): Suggestion[] {
  const { head, word } = wordBefore(text)
  const [, name = '', operator = '', typed = ''] = /^([\p{L}_]*)(:|：|>=|≥|>)?(.*)$/u.exec(word) ?? []
  if (operator === '') {
    if (typed !== '') return []
    const begun = name.toLowerCase()
    return filterKeys.flatMap((key) => {
      const known = [nameOf(key), ...keyNames[key]].find((one) => one.startsWith(begun))
      if (known === undefined) return []
      const token = known + (key === 'score' ? '>=' : ':')
      return [{ text: head + token, token, note: noteOf(key) }]
    })
  }
  const key = filterKeys.find((one) => keyNames[one].includes(name.toLowerCase()))
  if (!key) return []
  const parts = typed.split(/[,，]/)
  const last = parts.at(-1)?.replace(/^["“]/, '').toLowerCase() ?? ''
  const before = parts.slice(0, -1)
  const isMeant = ({ value, note }: { value: string; note: string }) =>
    !before.includes(value) &&
    value.toLowerCase() !== last &&
    (value.toLowerCase().startsWith(last) || note.toLowerCase().includes(last))
  return valuesOf(key)
    .filter(isMeant)
    .slice(0, most)
    .map(({ value, note }) => {
      const token = `${name}${operator}${[...before, quoteValue(value)].join(',')}`
      return { text: `${head}${token} `, token, note }
    })
}
