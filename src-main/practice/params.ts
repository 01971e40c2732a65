/**
 * The parameters of an action as a table: what may be sent, of which type, within which limits. The cloud's
 * answers follow from it: UnknownParameter, MissingParameter, InvalidParameter (wrong type),
 * InvalidParameterValue (out of range).
 */
import type { Site } from '../contract/sites.ts'
import { ApiError } from './api-error.ts'

export interface Field<T, R extends boolean = boolean> {
  readonly required: R
  /** Sites that know the field; absent = both. */
  readonly site?: Site
  readonly read: (name: string, value: unknown, site: Site) => T
}
export type Fields = Readonly<Record<string, Field<unknown>>>
export type Values<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T, infer R> ? (R extends true ? T : T | undefined) : never
}

type Limit = number | Readonly<Record<Site, number>>

const wrongType = (name: string) => new ApiError('InvalidParameter', name)
const outOfRange = (name: string) => new ApiError('InvalidParameterValue', name)
const limitOn = (limit: Limit, site: Site) => (typeof limit === 'number' ? limit : limit[site])

/** A JSON number without a fraction: numbers as text are not taken. */
export const int = (min = 0, max: Limit = Number.MAX_SAFE_INTEGER): Field<number, false> => ({
  required: false,
  read: (name, value, site) => {
    if (!Number.isInteger(value)) throw wrongType(name)
    const number = value as number
    if (number < min || number > limitOn(max, site)) throw outOfRange(name)
    return number
  },
})

export const text = ({ bytes = 4096 }: { bytes?: number } = {}): Field<string, false> => ({
  required: false,
  read: (name, value) => {
    if (typeof value !== 'string') throw wrongType(name)
    if (Buffer.byteLength(value) > bytes) throw outOfRange(name)
    return value
  },
})

export const oneOf = (...options: readonly string[]): Field<string, false> => ({
  required: false,
  read: (name, value) => {
    if (typeof value !== 'string') throw wrongType(name)
    if (!options.includes(value)) throw outOfRange(name)
    return value
  },
})

export const listOf = <T>(item: Field<T>): Field<readonly T[], false> => ({
  required: false,
  read: (name, value, site) => {
    if (!Array.isArray(value)) throw wrongType(name)
    return value.map((entry) => item.read(name, entry, site))
  },
})

/** A time as text, given back in epoch milliseconds. */
export const time = (...formats: readonly ((text: string) => number | null)[]): Field<number, false> => ({
  required: false,
  read: (name, value) => {
    if (typeof value !== 'string') throw wrongType(name)
    for (const format of formats) {
      const ms = format(value)
      if (ms !== null) return ms
    }
    throw outOfRange(name)
  },
})

export const required = <T>(field: Field<T>): Field<T, true> => ({ ...field, required: true })
export const onSite = <T>(site: Site, field: Field<T, false>): Field<T, false> => ({ ...field, site })

export function readParams<F extends Fields>(fields: F, input: Record<string, unknown>, site: Site): Values<F> {
  const known = (name: string) => Object.hasOwn(fields, name) && (fields[name]?.site ?? site) === site
  for (const name of Object.keys(input)) if (!known(name)) throw new ApiError('UnknownParameter', name)
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    if (Object.hasOwn(input, name)) values[name] = field.read(name, input[name], site)
    else if (field.required) throw new ApiError('MissingParameter', name)
  }
  return values as Values<F>
}
