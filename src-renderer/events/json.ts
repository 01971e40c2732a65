/**
 * Reading callback bodies without losing anything: integers beyond 2^53 stay text (css-callbacks, parsing
 * rules), and JSON that the cloud put inside a string is opened.
 */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

const wholeNumber = /^-?\d+$/

/** ES2025 gives a reviver the source text of primitives; TypeScript's library does not know it yet. */
type SourceReviver = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown

const keepBigIntegers: SourceReviver = (_key, value, context) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && context.source && wholeNumber.test(context.source)
    ? context.source
    : value

/** Bodies come at most 32 levels deep; what walks a value recursively relies on a limit. */
const maxDepth = 64

function isTooDeep(text: string): boolean {
  let depth = 0
  for (const [bracket] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (bracket === '[' || bracket === '{') depth++
    else if (bracket === ']' || bracket === '}') depth--
    if (depth > maxDepth) return true
  }
  return false
}

/** null when the text is no JSON, or nested too deeply to be shown in words. */
export function parseJson(text: string): Json | null {
  try {
    if (isTooDeep(text)) return null
    return JSON.parse(text, keepBigIntegers as (key: string, value: unknown) => unknown) as Json
  } catch {
    return null
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value)

/** A string that holds a JSON object or array becomes that; everything else stays as it is. */
export function unpack(value: Json): Json {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  const inner = parseJson(value)
  return isObject(inner ?? undefined) || isList(inner ?? undefined) ? inner : value
}

/** The own value of a key; `__proto__` and the like are plain keys here. */
export const pick = (object: JsonObject, key: string): Json | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined

/** A number, also when it came as text; null when it is none. */
export function toNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || value.trim() === '') return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Every leaf of a value by its path (`/abnormal_event/0/type`); empty objects and lists count as leaves. */
export function leafPaths(value: Json, path = ''): string[] {
  const open = unpack(value)
  const inner: [string, Json][] = isList(open)
    ? open.map((item, index) => [String(index), item])
    : isObject(open)
      ? Object.entries(open)
      : []
  return inner.length === 0 ? [path] : inner.flatMap(([key, item]) => leafPaths(item, `${path}/${key}`))
}
