/** The kept ways as the settings file holds them: everything but their secrets. */
import { z } from 'zod'
import { PublicUrl, WayConfig } from '../../contract/tunnel.ts'
import { readList } from '../profile.ts'

export const StoredWay = z.object({ id: z.string().min(1), name: z.string(), config: WayConfig })
export type StoredWay = z.infer<typeof StoredWay>

const Addresses = z.object({
  activeId: z.string().nullable().default(null),
  previousId: z.string().nullable().default(null),
  /** The public address last in use, so that a new one is noticed over a restart as well. */
  lastBase: PublicUrl.nullable().default(null),
})

export interface StoredWays extends z.infer<typeof Addresses> {
  readonly kept: StoredWay[]
}

const none: StoredWays = { kept: [], activeId: null, previousId: null, lastBase: null }

/**
 * Reads the section, way by way. Where there is none yet, `formerUrl` (the one address that desks before kept
 * in their settings) becomes a kept way, in use.
 */
export function readWays(formerUrl: unknown) {
  return (stored: unknown, spoilt: (path: string) => void): StoredWays => {
    if (stored === undefined) return fromFormer(formerUrl)
    if (typeof stored !== 'object' || stored === null) {
      spoilt('')
      return none
    }
    const kept = readList(StoredWay)('kept' in stored ? stored.kept : [], (path) => spoilt(`kept.${path}`))
    const addresses = Addresses.safeParse(stored)
    if (!addresses.success) spoilt('activeId')
    const isKept = (id: string | null) => kept.some((way) => way.id === id)
    const { activeId, previousId, lastBase } = addresses.data ?? none
    return {
      kept,
      activeId: isKept(activeId) ? activeId : null,
      previousId: isKept(previousId) ? previousId : null,
      lastBase,
    }
  }
}

function fromFormer(formerUrl: unknown): StoredWays {
  const url = PublicUrl.safeParse(formerUrl)
  if (!url.success) return none
  const config = { kind: 'own', url: url.data, bind: '127.0.0.1' } as const
  return {
    kept: [{ id: 'own', name: new URL(url.data).host, config }],
    activeId: 'own',
    previousId: null,
    lastBase: url.data,
  }
}
