/**
 * The addresses the cloud posts to: `/c/{slot}.{mac}/{group}`. The slot names a template on this desk, the
 * mac (132 bits of HMAC-SHA256 under the desk's secret) proves that this desk handed the path out, so that
 * nobody who has not seen one can reach the receiver's parser (security W1).
 */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import { UrlGroup } from '../../contract/sites.ts'
import { createMemo } from './memo.ts'

export type PathGroup = UrlGroup | 'heartbeat'

export interface Paths {
  newSlot(): string
  pathFor(slot: string, group: PathGroup): string
  /** Reads a request's path; null for anything this desk did not hand out. */
  read(path: string): { slot: string; group: PathGroup } | null
  /** What only this desk can answer to a nonce: proves that an address leads here. */
  heartbeatAnswer(nonce: string): string
}

const slotAlphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'
const slotLength = 8
const macLength = 22
const token = new RegExp(`^/c/([a-z0-9]{${slotLength}})\\.([A-Za-z0-9_-]{${macLength}})/([A-Za-z]+)$`)

export function createPaths(secret: Buffer): Paths {
  const mac = (text: string) => createHmac('sha256', secret).update(text).digest('base64url')
  const slotMac = (slot: string) => mac(slot).slice(0, macLength)
  const prove = (path: string): { slot: string; group: PathGroup } | null => {
    // A proxy in front may keep its own prefix, and the cloud keeps a query (css-callbacks, section 1).
    const bare = path.split('?', 1)[0] ?? ''
    if (!bare.startsWith('/')) return null
    const found = token.exec(bare.slice(Math.max(0, bare.lastIndexOf('/c/'))))
    if (!found) return null
    const [, slot = '', given = '', name] = found
    if (!timingSafeEqual(Buffer.from(given), Buffer.from(slotMac(slot)))) return null
    const group = name === 'heartbeat' ? name : UrlGroup.safeParse(name).data
    return group ? { slot, group } : null
  }

  return {
    newSlot: () => Array.from({ length: slotLength }, () => slotAlphabet[randomInt(slotAlphabet.length)]).join(''),
    pathFor: (slot, group) => `/c/${slot}.${slotMac(slot)}/${group}`,
    // Only paths that have proven themselves are remembered, and nearly every request asks for one of those.
    read: createMemo(prove),
    // The prefix keeps these answers apart from the path macs.
    heartbeatAnswer: (nonce) => mac(`heartbeat:${nonce}`),
  }
}
