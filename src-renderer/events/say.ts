/** Values and labels in the words of a language. */
import type { Format } from '../format.ts'
import type { Group, Label } from './decode.ts'
import type { Value } from './value.ts'

export interface Words {
  /** A sentence of the catalogue's `events` module; `n` also chooses singular or plural. */
  t(key: string, params?: Record<string, string | number>): string
  readonly format: Pick<Format, 'number' | 'bytes' | 'duration' | 'exact'>
}

export function sayValue(value: Value, words: Words): string {
  const { t, format } = words
  switch (value.is) {
    case 'none':
      return t('value.none')
    case 'text':
    case 'code':
      return value.text
    case 'link':
      return value.url
    case 'time':
      return format.exact(value.ms)
    case 'until':
      return t('value.linkUntil', { time: format.exact(value.ms) })
    case 'duration':
      return format.duration(value.ms)
    case 'bytes':
      return format.bytes(value.bytes)
    case 'number':
      return format.number(value.number, 3)
    case 'word': {
      const said = t(value.word, value.params)
      return value.raw === undefined ? said : `${said} (${value.raw})`
    }
    case 'list':
      return value.values.map((item) => sayValue(item, words)).join(' · ')
  }
}

/** Own names for the body's keys; an unknown key becomes readable: `noise_level_db` → "Noise level db". */
export function sayLabel(label: Label, words: Words): string {
  if ('name' in label) return words.t(`field.${label.name}`)
  const spaced = label.key
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[_\s]+/g, ' ')
    .trim()
  return spaced === '' ? label.key : spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

export const sayGroup = ({ label, number }: Group, words: Words): string =>
  number === null ? sayLabel(label, words) : `${sayLabel(label, words)} ${number}`
