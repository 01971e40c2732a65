import { describe, expect, it, vi } from 'vitest'
import type { WayDraft } from '../../../src-main/contract/tunnel.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import type { StoredWays } from '../../../src-main/core/tunnel/stored-ways.ts'
import { createWaySecrets, type SecretVault } from '../../../src-main/core/tunnel/way-secrets.ts'
import { createWays } from '../../../src-main/core/tunnel/ways.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const draft = (host: string, more: Partial<WayDraft> = {}): WayDraft => ({
  name: host,
  config: { kind: 'own', url: `https://${host}`, bind: '127.0.0.1' },
  secrets: {},
  ...more,
})

function createVault(): SecretVault {
  const kept = new Map<string, string>()
  return {
    get: (name) => kept.get(name) ?? null,
    async set(name, secret) {
      if (secret === null) kept.delete(name)
      else kept.set(name, secret)
    },
  }
}

function create() {
  let stored: StoredWays = { kept: [], activeId: null, previousId: null, lastBase: null }
  const entries: NewEntry[] = []
  const changed = vi.fn()
  const ways = createWays({
    section: {
      get: () => stored,
      set(next) {
        stored = next
      },
    },
    secrets: createWaySecrets(createVault()),
    record: (entry) => void entries.push(entry),
    changed,
    prove: async () => null,
    openWay: () => null,
    localPort: () => 8787,
    stood: () => {},
    log: createRecordedLog(),
    now: Date.now,
  })
  const moves: [string | null, string | null][] = []
  ways.onBaseChanged((next, before) => void moves.push([next, before]))
  return { ways, moves, entries, changed, stored: () => stored }
}

describe('keeping ways', () => {
  it('uses the first one at once and keeps the others beside it', async () => {
    const { ways } = create()
    const first = await ways.save(draft('a.example.com'))
    await ways.save(draft('b.example.com'))
    expect(ways.list()).toMatchObject({
      activeId: first.id,
      ways: [{ name: 'a.example.com' }, { name: 'b.example.com' }],
    })
    expect(ways.publicBase()).toBe('https://a.example.com')
    expect(ways.status().active).toMatchObject({ id: first.id, state: 'listening', url: 'https://a.example.com' })
  })

  it('writes down who changed what', async () => {
    const { ways, entries } = create()
    const { id } = await ways.save(draft('a.example.com'))
    await ways.save(draft('b.example.com', { id }))
    await ways.remove(id)
    expect(entries.map(({ kind }) => kind)).toEqual(['way.saved', 'way.saved', 'way.removed'])
    expect(entries[1]).toMatchObject({
      before: { url: 'https://a.example.com' },
      after: { url: 'https://b.example.com' },
    })
  })

  it('knows none that was removed', async () => {
    const { ways } = create()
    await expect(ways.remove('gone')).rejects.toMatchObject({ code: 'tunnel.unknown' })
    await expect(ways.save(draft('a.example.com', { id: 'gone' }))).rejects.toMatchObject({ code: 'tunnel.unknown' })
    expect(() => ways.activate('gone')).toThrow('tunnel.unknown')
  })
})

describe('switching', () => {
  it('tells the new address and the old one, and answers on both until the old way is let go', async () => {
    const { ways, moves } = create()
    await ways.save(draft('a.example.com'))
    const second = await ways.save(draft('b.example.com'))
    ways.activate(second.id)
    expect(moves).toEqual([
      ['https://a.example.com', null],
      ['https://b.example.com', 'https://a.example.com'],
    ])
    expect(ways.hosts()).toEqual(['b.example.com', 'a.example.com'])
    expect(ways.status().previous).toMatchObject({ url: 'https://a.example.com' })
    ways.release()
    expect(ways.hosts()).toEqual(['b.example.com'])
    expect(ways.status().previous).toBeNull()
  })

  it('tells nothing where the address stays the same', async () => {
    const { ways, moves } = create()
    const { id } = await ways.save(draft('a.example.com'))
    await ways.save(draft('a.example.com', { id, name: 'Renamed' }))
    const twin = await ways.save(draft('a.example.com'))
    ways.activate(twin.id)
    expect(moves).toEqual([['https://a.example.com', null]])
  })

  it('leaves the desk without an address when the way in use goes', async () => {
    const { ways, moves, stored } = create()
    const { id } = await ways.save(draft('a.example.com'))
    await ways.remove(id)
    expect(ways.publicBase()).toBeNull()
    expect(moves.at(-1)).toEqual([null, 'https://a.example.com'])
    // Templates still point there, also after a restart.
    expect(stored().lastBase).toBe('https://a.example.com')
  })

  it('listens where the way in use wants it', async () => {
    const { ways } = create()
    expect(ways.binds()).toEqual([])
    await ways.save(
      draft('a.example.com', { config: { kind: 'own', url: 'http://a.example.com:80', bind: '0.0.0.0' } }),
    )
    expect(ways.binds()).toEqual(['0.0.0.0'])
  })
})
