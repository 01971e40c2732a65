/** Reading a page's state out of an address that anyone may have typed: what is not known counts as absent. */
import type { LocationQueryValue } from 'vue-router'
import type { Sort } from './table.ts'

export type QueryValues = Readonly<Record<string, LocationQueryValue | LocationQueryValue[] | undefined>>

export const textOf = (query: QueryValues, key: string): string => {
  const value = query[key]
  return (Array.isArray(value) ? value[0] : value) ?? ''
}

export function oneOf<T extends string>(query: QueryValues, key: string, allowed: readonly T[]): T | null {
  const text = textOf(query, key)
  return allowed.find((value) => value === text) ?? null
}

export function idOf(query: QueryValues, key: string): number | null {
  const text = textOf(query, key)
  return /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** Written "name" or "-name". */
export function sortOf(query: QueryValues, keys: readonly string[], fallback: Sort): Sort {
  const text = textOf(query, 'sort')
  const key = keys.find((known) => known === text.replace(/^-/, ''))
  return key ? { key, direction: text.startsWith('-') ? 'desc' : 'asc' } : fallback
}

/** Only what differs from the page as it opens, so that a plain page has a plain address. */
export function written(values: Readonly<Record<string, string | number | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === null || value === '' ? [] : [[key, String(value)]])),
  )
}

export const sortText = (sort: Sort, fallback: Sort): string | null =>
  sort.key === fallback.key && sort.direction === fallback.direction
    ? null
    : `${sort.direction === 'desc' ? '-' : ''}${sort.key}`
