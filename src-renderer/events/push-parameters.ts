/**
 * The query of the push address. It holds the push credential (`txSecret`), which stays masked here even if
 * it came unmasked; `txTime` is the moment the link runs out, in hexadecimal Unix seconds.
 */
import { type Reader, text, type Value } from './value.ts'

export const pushParameters: Reader = (value, body) => {
  if (typeof value !== 'string' || value === '') return text(value, body)
  const shown: Value = { is: 'code', text: value.replace(/(txSecret=)[^&]*/gi, '$1****') }
  const until = /(?:^|&)txTime=([0-9a-f]{8})(?:&|$)/i.exec(value)?.[1]
  if (!until) return shown
  return { is: 'list', values: [shown, { is: 'until', ms: Number.parseInt(until, 16) * 1000 }] }
}
