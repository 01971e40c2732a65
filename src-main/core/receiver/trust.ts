/**
 * How far a delivery can be trusted: a grade, never a reason to drop it (security W3–W5). `sign` is
 * md5(key + t) and covers nothing of the body (css-callbacks, section 2).
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { Trust } from '../../contract/events.ts'

/** `keys` are those the delivery may be signed with: two during a rotation. A passed `t` is late, not wrong. */
export function gradeTrust(
  { t, sign }: { readonly t: string | null; readonly sign: string | null },
  keys: readonly string[],
  nowMs: number,
): Trust {
  if (keys.length === 0) return 'noKey'
  if (sign === null) return 'missing'
  if (t === null || !/^[0-9a-f]{32}$/i.test(sign)) return 'wrong'
  const given = Buffer.from(sign, 'hex')
  const isRight = keys.map((key) => timingSafeEqual(given, digest(key, t))).includes(true)
  if (!isRight) return 'wrong'
  return Number(t) * 1000 < nowMs ? 'late' : 'ok'
}

/** Which of several keys a delivery was signed with; null when none fits. */
export function signerOf(
  { t, sign }: { readonly t: string | null; readonly sign: string | null },
  keys: readonly string[],
): string | null {
  if (t === null || sign === null || !/^[0-9a-f]{32}$/i.test(sign)) return null
  const given = Buffer.from(sign, 'hex')
  return keys.find((key) => timingSafeEqual(given, digest(key, t))) ?? null
}

/** Everything sent within a second shares its `t`, so most digests are asked for again (see performance figures). */
const digests = new Map<string, Buffer>()
const mostDigests = 2000

function digest(key: string, t: string): Buffer {
  const signed = key + t
  const known = digests.get(signed)
  if (known) return known
  const fresh = createHash('md5').update(signed).digest()
  if (digests.size >= mostDigests) digests.clear()
  digests.set(signed, fresh)
  return fresh
}
