import { describe, expect, it } from 'vitest'
import { forbidStream, resumeStream } from '../../../src-main/core/cloud/streams.ts'
import { createOnAir } from '../../../src-main/core/stream/on-air.ts'
import { createSignals } from '../../../src-main/core/stream/signals.ts'
import { createStreams } from '../../../src-main/core/stream/streams.ts'
import { callsOf, domain, room, setUp } from './support.ts'

const minute = 60_000
const { signal } = new AbortController()

async function open(site: 'cn' | 'intl') {
  const desk = await setUp({ site })
  const clock = { skippedMs: 0 }
  const now = () => desk.now() + clock.skippedMs
  const requireAccount = () => desk.account
  const streams = createStreams({
    requireAccount,
    onAir: createOnAir({ requireAccount, signals: createSignals(), bannedUntil: () => new Map(), now }),
    bans: desk.bans,
    pushEvents: async () => [],
    now,
  })
  const running = async () => (await streams.bans(signal)).running.map(({ stream }) => stream).sort()
  return { ...desk, running, pass: (ms: number) => (clock.skippedMs += ms) }
}

describe('the bans that run', () => {
  it.each(['cn', 'intl'] as const)('are without those lifted elsewhere, though noted here (%s)', async (site) => {
    const { cloud, bans, account, running, pass, now } = await open(site)
    for (const stream of ['room', 'other']) {
      const until = now() + 60 * minute
      await forbidStream(cloud, { ...room, stream }, { until, reason: '' })
      const made = { accountId: account.id, reason: '', actor: 'Ann', createdAt: now(), expiresAt: until }
      bans.note({ ...room, ...made, stream })
    }
    expect(await running()).toEqual(['other', 'room'])
    await resumeStream(cloud, room)
    pass(2 * minute)
    expect(await running()).toEqual(['other'])
  })

  it('still run when the cloud cannot be asked, and are asked for once in a while', async () => {
    const { practice, bans, account, running, pass, now } = await open('cn')
    const made = { accountId: account.id, reason: '', actor: 'Ann', createdAt: now(), expiresAt: now() + 60 * minute }
    bans.note({ domain, app: 'live', stream: 'room', ...made })
    pass(2 * minute)
    practice.fault({ action: 'DescribeLiveStreamState', kind: 'http500', times: 9 })
    expect(await running()).toEqual(['room'])
    const calls = callsOf(practice, 'DescribeLiveStreamState')
    expect(await running()).toEqual(['room'])
    expect(callsOf(practice, 'DescribeLiveStreamState')).toBe(calls)
  })
})
