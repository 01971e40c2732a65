/**
 * A decoded value before it is put into a language: what kind of thing it is. Decoding knows no language,
 * so a change of language needs no second decoding; say.ts turns values into words.
 */
import type events from '../i18n/en/events.ts'
import { type Json, toNumber } from './json.ts'

type Leaves<T> = {
  [K in keyof T & (string | number)]: T[K] extends string ? `${K}` : `${K}.${Leaves<T[K]>}`
}[keyof T & (string | number)]

/** A sentence or word of the catalogue's `events` module. */
export type WordKey = Leaves<typeof events>

export type Value =
  | { readonly is: 'none' }
  | { readonly is: 'text'; readonly text: string }
  /** An id or address: shown in the fixed font, worth copying. */
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'link'; readonly url: string }
  | { readonly is: 'time'; readonly ms: number }
  /** The end of a push link's validity. */
  | { readonly is: 'until'; readonly ms: number }
  | { readonly is: 'duration'; readonly ms: number }
  | { readonly is: 'bytes'; readonly bytes: number }
  | { readonly is: 'number'; readonly number: number }
  /** A word of the catalogue; `raw` is the code it stands for, shown behind it. */
  | {
      readonly is: 'word'
      readonly word: WordKey
      readonly params?: Record<string, string | number>
      readonly raw?: string
    }
  | { readonly is: 'list'; readonly values: readonly Value[] }

export type Primitive = string | number | boolean | null
/** Reads one primitive of a body. `body` is the object around it. */
export type Reader = (value: Primitive, body: { readonly [key: string]: Json }) => Value

export const none: Value = { is: 'none' }
export const word = (key: WordKey, raw?: Primitive): Value =>
  raw === undefined ? { is: 'word', word: key } : { is: 'word', word: key, raw: String(raw) }

const isBlank = (value: Primitive): boolean => value === null || (typeof value === 'string' && value.trim() === '')

export const text: Reader = (value) => (isBlank(value) ? none : { is: 'text', text: String(value) })
export const code: Reader = (value) => (isBlank(value) ? none : { is: 'code', text: String(value) })
export const link: Reader = (value) =>
  typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? { is: 'link', url: value } : code(value, {})

/** Reads a number with `make`; what is no number stays the text it was. */
const numeric =
  (make: (number: number) => Value): Reader =>
  (value, body) => {
    const number = toNumber(value)
    return number === null ? text(value, body) : make(number)
  }

export const number: Reader = numeric((n) => ({ is: 'number', number: n }))
export const bytes: Reader = numeric((n) => ({ is: 'bytes', bytes: n }))
export const seconds: Reader = numeric((n) => ({ is: 'duration', ms: n * 1000 }))
export const milliseconds: Reader = numeric((n) => ({ is: 'duration', ms: n }))

/** Unix time; the cloud sends seconds in most bodies and milliseconds in some, told apart by their size. */
export const time: Reader = numeric((n) =>
  n <= 0 ? word('value.notGiven', n) : { is: 'time', ms: n > 1e11 ? n : n * 1000 },
)
export const kbps: Reader = numeric((n) =>
  n === 0 ? word('value.originalRate') : { is: 'word', word: 'value.kbps', params: { rate: n } },
)
/** 0 at the start of a push, before a header was seen (css-callbacks, parsing rules). */
export const pixels: Reader = numeric((n) =>
  n === 0 ? word('value.notKnownYet') : { is: 'word', word: 'value.pixels', params: { pixels: n } },
)
export const microseconds: Reader = numeric((n) => ({ is: 'word', word: 'value.microseconds', params: { time: n } }))

/** 0/1, booleans and their texts; `customer_visible` is the string "true". */
export const yesNo: Reader = (value, body) => {
  const plain = String(value).toLowerCase()
  if (plain === '1' || plain === 'true') return word('value.yes')
  return plain === '0' || plain === 'false' ? word('value.no') : text(value, body)
}

/** A code from a table, with the code itself behind the word; unknown ones are shown as they came. */
export const coded =
  (table: Readonly<Record<string, WordKey>>, { showCode = true } = {}): Reader =>
  (value, body) => {
    const key = String(value)
    const found = Object.hasOwn(table, key) ? table[key] : undefined
    if (!found) return text(value, body)
    return showCode ? word(found, value) : word(found)
  }
