/** The cloud's two ways to write a time (css-api, sections 4–6): Beijing local text, and UTC with a Z. */
const beijingOffset = 8 * 60 * 60_000

/** 2026-11-22T08:00:00Z */
export const toUtc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`

/** 2026-11-22 16:00:00, in Beijing */
export const toBeijing = (ms: number): string =>
  new Date(ms + beijingOffset).toISOString().slice(0, 19).replace('T', ' ')

const parse = (text: string, shape: RegExp, iso: (text: string) => string): number | null => {
  if (!shape.test(text)) return null
  const ms = Date.parse(iso(text))
  return Number.isNaN(ms) ? null : ms
}

/** Epoch milliseconds; null for any other way of writing. */
export const fromUtc = (text: string): number | null =>
  parse(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, (value) => value)

export const fromBeijing = (text: string): number | null =>
  parse(text, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/, (value) => `${value.replace(' ', 'T')}+08:00`)

export const seconds = (ms: number): number => Math.floor(ms / 1000)
