/** The parts of enforcement on a practice cloud and a real store; waiting is instant unless told otherwise. */
import { vi } from 'vitest'
import type { Site } from '../../../src-main/contract/sites.ts'
import type { ActiveAccount } from '../../../src-main/core/active-account.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { createStreamBansTable } from '../../../src-main/core/store/stream-bans.ts'
import { createBans, type PushEvent } from '../../../src-main/core/stream/bans.ts'
import { createEnforcer } from '../../../src-main/core/stream/enforce.ts'
import type { PracticeCloudOptions } from '../../../src-main/practice/options.ts'
import type { PracticeCloud } from '../../../src-main/practice/practice-cloud.ts'
import { createDataDir, startCloud } from '../../support/desk.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createTestCloud } from '../cloud/servers.ts'

export const domain = 'push.practice.example'
export const secondDomain = 'push2.practice.example'
export const room = { domain, app: 'live', stream: 'room' }
const accountId = 'account-1'

interface Options extends Partial<PracticeCloudOptions> {
  site?: Site
  /** How long a call waits for its answer: shorter only where an answer is to be missed. */
  timeoutMs?: number
}

export async function setUp({ site = 'cn', timeoutMs = 10_000, ...options }: Options = {}) {
  const practice = await startCloud({ site, ...options })
  const { endpoint, secretId, secretKey } = practice
  const cloud = createTestCloud(endpoint, { access: { site, secretId, secretKey }, timeoutMs })
  const store = openStore(`${createDataDir()}/desk.db`, { log: quietLog })
  const clock = { skippedMs: 0 }
  const now = () => Date.now() + clock.skippedMs
  const entries: NewEntry[] = []
  const table = createStreamBansTable(store)
  const bans = createBans({ table, changed: () => {}, log: quietLog, now })
  const account: ActiveAccount = {
    id: accountId,
    site,
    timeScale: 1,
    cloud,
    signal: new AbortController().signal,
    hold: (change) => change(),
  }
  const enforcer = createEnforcer({
    requireAccount: () => account,
    bans,
    record: (entry) => void entries.push(entry),
    actor: () => 'Ann',
    changed: () => {},
    now,
    // The waiting between two looks passes at once, and this clock with it.
    wait: async (ms) => {
      clock.skippedMs += ms
      await new Promise(setImmediate)
    },
  })
  return { practice, cloud, account, bans, table, enforcer, entries, now, push: (ref = room) => pushTo(practice, ref) }
}

export function pushTo(practice: PracticeCloud, ref: { domain: string; app: string; stream: string }): void {
  practice.emit({ type: 1, ...ref })
}

export const callsOf = (practice: PracticeCloud, action: string): number =>
  practice.calls().filter((call) => call.action === action).length

export const eventOf = (type: number, more: Partial<PushEvent> = {}): PushEvent => ({
  accountId,
  type,
  ...room,
  occurredAt: Date.now(),
  receivedAt: Date.now(),
  trust: 'ok',
  facts: {},
  ...more,
})

export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 20_000, interval: 20 })
