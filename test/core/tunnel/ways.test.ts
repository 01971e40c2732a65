import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { WayDraft } from '../../../src-main/contract/tunnel.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import type { StoredWays } from '../../../src-main/core/tunnel/stored-ways.ts'
import { createWaySecrets, type SecretVault } from '../../../src-main/core/tunnel/way-secrets.ts'
import { createWays, type Ways, type WaysParts } from '../../../src-main/core/tunnel/ways.ts'
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

function create(openWay: WaysParts['openWay'] = () => null) {
  let stored: StoredWays = { kept: [], activeId: null, previousId: null, lastBase: null }
  const entries: NewEntry[] = []
  const changed = vi.fn()
  let isFull = false
  const ways = createWays({
    section: {
      get: () => stored,
      set(next) {
        if (isFull) throw new Error('no room')
        stored = next
      },
    },
    secrets: createWaySecrets(createVault(), createRecordedLog()),
    record: (entry) => void entries.push(entry),
    changed,
    prove: async () => null,
    listenAt: async () => ({ close() {} }),
    openWay,
    localPort: () => 8787,
    stood: () => {},
    log: createRecordedLog(),
    now: Date.now,
  })
  const moves: [string | null, string | null][] = []
  ways.onBaseChanged((next, before) => void moves.push([next, before]))
  const failWrites = () => {
    isFull = true
  }
  return { ways, moves, entries, changed, failWrites, stored: () => stored }
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

/** Tunnels that stand as long as the test lets them. */
function createTunnels() {
  const world = { opened: 0, url: 'https://one.trycloudflare.com', fails: false }
  const openWay: WaysParts['openWay'] = () => async () => {
    world.opened += 1
    if (world.fails) throw new AppError('tunnel.cloudflaredRateLimited')
    return { url: world.url, localAddress: null, down: new Promise(() => {}), close: async () => {} }
  }
  return { world, openWay }
}
const quick: WayDraft = {
  name: 'Quick',
  config: { kind: 'cloudflared', mode: 'quick', url: null, program: '' },
  secrets: {},
}
const named: WayDraft = {
  name: 'Named',
  config: { kind: 'cloudflared', mode: 'named', url: 'https://cb.example.com', program: '' },
  secrets: {},
}

describe('a tunnel in use', () => {
  async function start(draft: WayDraft) {
    const tunnels = createTunnels()
    const made = create(tunnels.openWay)
    onTestFinished(() => made.ways.close())
    made.ways.start()
    const { id } = await made.ways.save(draft)
    return { ...made, ...tunnels, id }
  }
  const isUp = (ways: Ways) => vi.waitFor(() => expect(ways.status().active?.state).toBe('up'))

  it('has the address it was given, and tells a new one with the old one', async () => {
    const { ways, moves, world } = await start(quick)
    expect(ways.publicBase()).toBeNull()
    await isUp(ways)
    world.url = 'https://two.trycloudflare.com'
    for (let miss = 1; miss <= 5; miss++) ways.beat(false)
    await vi.waitFor(() => expect(ways.publicBase()).toBe('https://two.trycloudflare.com'))
    expect(moves).toEqual([
      ['https://one.trycloudflare.com', null],
      ['https://two.trycloudflare.com', 'https://one.trycloudflare.com'],
    ])
  })

  it('tells its address although it cannot be kept', async () => {
    const { ways, moves, world, failWrites } = await start(quick)
    await isUp(ways)
    world.url = 'https://two.trycloudflare.com'
    failWrites()
    for (let miss = 1; miss <= 5; miss++) ways.beat(false)
    await vi.waitFor(() => expect(moves.at(-1)?.[0]).toBe('https://two.trycloudflare.com'))
    expect(ways.status().active).toMatchObject({ state: 'up', url: 'https://two.trycloudflare.com' })
    expect(world.opened).toBe(2)
  })

  it('is opened anew at the second missing heartbeat, then at twice as many; one that arrives begins anew', async () => {
    const { ways, world } = await start(named)
    const miss = async (times: number) => {
      await isUp(ways)
      for (let count = 0; count < times; count++) ways.beat(false)
      await isUp(ways)
      return world.opened
    }
    expect(await miss(1)).toBe(1)
    expect(await miss(1)).toBe(2)
    expect(await miss(3)).toBe(2)
    expect(await miss(1)).toBe(3)
    ways.beat(true)
    expect(await miss(2)).toBe(4)
  })

  it('does not answer for heartbeats that were missing on another way', async () => {
    const { ways, world, id } = await start(named)
    await isUp(ways)
    ways.beat(false)
    const second = await ways.save(draft('b.example.com'))
    ways.activate(second.id)
    await isUp(ways)
    ways.activate(id)
    const { opened } = world
    ways.beat(false)
    await isUp(ways)
    expect(world.opened).toBe(opened)
    ways.beat(false)
    await vi.waitFor(() => expect(world.opened).toBe(opened + 1))
  })

  it('of the quick kind is not kept as the former one once it is down: nothing can point to it', async () => {
    const { ways, world, id } = await start(quick)
    await isUp(ways)
    const second = await ways.save(draft('b.example.com'))
    ways.activate(second.id)
    expect(ways.status().previous).toMatchObject({ id, state: 'up' })
    world.fails = true
    ways.activate(null)
    ways.activate(id)
    await vi.waitFor(() => expect(ways.status().active?.error?.code).toBe('tunnel.cloudflaredRateLimited'))
    ways.activate(second.id)
    expect(ways.status().previous).toBeNull()
  })

  it('is kept with its secrets out of sight', async () => {
    const { ways, entries } = await start({ ...named, secrets: { token: 'made-up-token' } })
    expect(ways.list().ways[0]?.secrets).toEqual(['token'])
    expect(JSON.stringify([ways.list(), entries])).not.toContain('made-up-token')
    expect(entries[0]?.after).toMatchObject({ token: 'set' })
  })
})
