/**
 * Reads a request body as a JSON object from a stranger (security W7, W8). What must hold: no input throws,
 * recurses deeply or loses digits: integers beyond 2^53 come out as their text; no object has a prototype.
 */
import type { Rejection } from '../../contract/events.ts'

export type Json = string | number | boolean | null | Json[] | JsonObject
export interface JsonObject {
  [key: string]: Json
}

const maxDepth = 32
const maxKeys = 5000

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A byte-order mark is tolerated. */
export function readJsonObject(body: Uint8Array): { object: JsonObject } | { rejection: Rejection } {
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    return { rejection: 'notUtf8' }
  }
  const excess = findExcess(text)
  if (excess) return { rejection: excess }
  const value = parseJson(text)
  if (value === undefined) return { rejection: 'notJson' }
  return isJsonObject(value) ? { object: value } : { rejection: 'notObject' }
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON inside a string field; undefined when it is none or nests too deeply. */
export const parseInner = (text: string): Json | undefined => (findExcess(text) ? undefined : parseJson(text))

function parseJson(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json
    return isExact(value) ? withoutPrototypes(value) : withoutPrototypes(JSON.parse(text, keepDigits) as Json)
  } catch {
    return undefined
  }
}

/** False for an integer that may have lost digits: it is beyond 2^53 all the same. So nearly every body is parsed once, natively. */
function isExact(value: Json): boolean {
  if (typeof value === 'number') return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isExact)
  for (const key in value) if (typeof value[key] !== 'string' && !isExact(value[key] as Json)) return false
  return true
}

/** Children first: an object without a prototype is slower to walk. */
function withoutPrototypes(value: Json): Json {
  if (Array.isArray(value)) {
    for (const part of value) if (typeof part === 'object') withoutPrototypes(part)
  } else if (typeof value === 'object' && value !== null) {
    for (const key in value) if (typeof value[key] === 'object') withoutPrototypes(value[key])
    Object.setPrototypeOf(value, null)
  }
  return value
}

function keepDigits(_key: string, value: Json, context?: { source?: string }): Json {
  const source = context?.source
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source)
  return isLong ? source : value
}

/** Every level needs a bracket and every key a colon: most texts are known to be harmless at a glance. */
function findExcess(text: string): 'tooDeep' | 'tooManyKeys' | null {
  const mayExceed = text.length > maxKeys || hasMoreBrackets(text, maxDepth)
  return mayExceed ? countExcess(text) : null
}

/** Opening ones, in strings or not. */
function hasMoreBrackets(text: string, limit: number): boolean {
  let left = limit
  for (const bracket of '{[') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (--left < 0) return true
  }
  return false
}

/** Counts brackets and colons outside strings: before parsing, and without recursion. */
function countExcess(text: string): 'tooDeep' | 'tooManyKeys' | null {
  let depth = 0
  let keys = 0
  let inString = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (inString) {
      if (unit === 0x5c) at++
      else if (unit === 0x22) inString = false
    } else if (unit === 0x22) inString = true
    else if (unit === 0x7b || unit === 0x5b) {
      if (++depth > maxDepth) return 'tooDeep'
    } else if (unit === 0x7d || unit === 0x5d) depth--
    else if (unit === 0x3a && ++keys > maxKeys) return 'tooManyKeys'
  }
  return null
}
