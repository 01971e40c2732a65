/** Reads single values out of a callback body, whatever types it really holds: wrong ones read as absent. */
import { isJsonObject, type Json, type JsonObject, parseInner } from './json.ts'

/** Longer texts are cut in rows; the body keeps them whole. */
const longestText = 512

/** The first of the names that holds a text or a number, as text; empty counts as absent. */
export function text(body: JsonObject, ...names: string[]): string | null {
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'number') return String(value)
    if (typeof value !== 'string') continue
    const clean = clip(value)
    if (clean !== '') return clean
  }
  return null
}

/** Like `text`, but whole and unchanged: for telling events apart. */
export function id(body: JsonObject, ...names: string[]): string | null {
  for (const name of names) {
    const value = body[name]
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return String(value)
  }
  return null
}

export function number(body: JsonObject, ...names: string[]): number | null {
  for (const name of names) {
    const value = toNumber(body[name])
    if (value !== null) return value
  }
  return null
}

/** Epoch milliseconds of a time in seconds or milliseconds; 0 and dates outside JavaScript's range are none. */
export function time(body: JsonObject, ...names: string[]): number | null {
  const value = number(body, ...names)
  if (value === null || value <= 0) return null
  const ms = Math.round(value < 1e11 ? value * 1000 : value)
  return ms <= 8.64e15 ? ms : null
}

export function object(body: JsonObject, name: string): JsonObject | null {
  const value = body[name]
  return isJsonObject(value) ? value : null
}

/** The objects of a list; [] when it is none. */
export function objects(body: JsonObject | null, name: string): JsonObject[] {
  const value = body?.[name]
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}

/** The numbers of a list, or of one bare number. */
export function numbers(body: JsonObject, ...names: string[]): number[] {
  for (const name of names) {
    const value = body[name]
    const found = (Array.isArray(value) ? value : [value]).map(toNumber).filter((part) => part !== null)
    if (found.length > 0) return found
  }
  return []
}

/** An object written as JSON inside a string (css-callbacks, "Parsing rules"). */
export function inner(body: JsonObject, name: string): JsonObject | null {
  const value = body[name]
  const parsed = typeof value === 'string' ? parseInner(value) : value
  return isJsonObject(parsed) ? parsed : null
}

function toNumber(value: Json | undefined): number | null {
  const given = typeof value === 'string' && /^\s*-?\d{1,15}(\.\d+)?\s*$/.test(value) ? Number(value) : value
  return typeof given === 'number' && Number.isFinite(given) ? given : null
}

function clip(value: string): string {
  const clean = value.replaceAll('\0', '').trim().toWellFormed()
  return clean.length > longestText ? `${clean.slice(0, longestText - 1).toWellFormed()}…` : clean
}
