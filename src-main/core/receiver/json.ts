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
  const excess = findExcess(body)
  if (excess) return { rejection: excess }
  const value = parseJson(text)
  if (value === undefined) return { rejection: 'notJson' }
  return isJsonObject(value) ? { object: value } : { rejection: 'notObject' }
}

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON inside a string field; undefined when it is none or nests too deeply. */
export function parseInner(text: string): Json | undefined {
  return findExcess(Buffer.from(text)) ? undefined : parseJson(text)
}

/** A number where a value may stand, long enough to lose digits. Matches inside strings too: that only costs time. */
const longNumber = /[:,[]\s*-?\d{16}|^\s*-?\d{16}/

function parseJson(text: string): Json | undefined {
  try {
    return withoutPrototypes(JSON.parse(text, longNumber.test(text) ? keepDigits : undefined) as Json)
  } catch {
    return undefined
  }
}

function keepDigits(_key: string, value: Json, context?: { source?: string }): Json {
  const source = context?.source
  const isLong = typeof value === 'number' && !Number.isSafeInteger(value) && source && /^-?\d+$/.test(source)
  return isLong ? source : value
}

/** Every body passes here, hence the plain loops: half the time of `Object.values`. */
function withoutPrototypes(value: Json): Json {
  if (Array.isArray(value)) {
    for (const part of value) if (typeof part === 'object') withoutPrototypes(part)
  } else if (typeof value === 'object' && value !== null) {
    Object.setPrototypeOf(value, null)
    for (const key in value) if (typeof value[key] === 'object') withoutPrototypes(value[key])
  }
  return value
}

/** Counts brackets and colons outside strings: before parsing, and without recursion. */
function findExcess(body: Uint8Array): 'tooDeep' | 'tooManyKeys' | null {
  let depth = 0
  let keys = 0
  let inString = false
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (inString) {
      if (byte === 0x5c) at++
      else if (byte === 0x22) inString = false
    } else if (byte === 0x22) inString = true
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > maxDepth) return 'tooDeep'
    } else if (byte === 0x7d || byte === 0x5d) depth--
    else if (byte === 0x3a && ++keys > maxKeys) return 'tooManyKeys'
  }
  return null
}
