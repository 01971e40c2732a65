import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError, type ErrorCode } from '../../../src-main/contract/errors.ts'
import { type RunState, superviseTunnel } from '../../../src-main/core/tunnel/supervise.ts'
import type { Tunnel } from '../../../src-main/core/tunnel/tunnel.ts'
import { createRecordedLog } from '../../fakes/log.ts'

/** A tunnel that opens or not, and goes down, when the test says so. */
function create() {
  vi.useFakeTimers()
  const world = {
    fails: null as ErrorCode | null,
    addresses: ['192.0.2.7'],
    opened: 0,
    closed: 0,
    closeFails: false,
    losesUrl: false,
    random: 1,
  }
  let drop = (_error: AppError) => {}
  let trouble = (_error: AppError | null) => {}
  const states: RunState['state'][] = []
  const log = createRecordedLog()
  const supervision = superviseTunnel({
    async open({ onTrouble }): Promise<Tunnel> {
      world.opened += 1
      trouble = onTrouble
      if (world.fails) throw new AppError(world.fails)
      const down = new Promise<AppError>((resolve) => {
        drop = resolve
      })
      return {
        url: 'https://cb.example.com',
        localAddress: '192.0.2.7',
        losesUrl: world.losesUrl,
        down,
        async close() {
          world.closed += 1
          if (world.closeFails) throw new Error('gone already')
        },
      }
    },
    changed: () => states.push(supervision.state().state),
    log,
    now: Date.now,
    random: () => world.random,
    addresses: () => world.addresses,
  })
  onTestFinished(async () => {
    await supervision.close()
    vi.useRealTimers()
  })
  const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms)
  const goDown = async (code: ErrorCode = 'tunnel.lost') => {
    drop(new AppError(code))
    await pass(0)
  }
  return { supervision, world, states, log, pass, goDown, say: (error: AppError | null) => trouble(error) }
}

/** The wait it has announced. */
const waitOf = ({ nextTryAt }: RunState) => (nextTryAt ?? 0) - Date.now()

describe('a supervised tunnel', () => {
  it('comes up, and says since when', async () => {
    const { supervision, pass } = create()
    expect(supervision.state()).toMatchObject({ state: 'opening', url: null })
    await pass(0)
    expect(supervision.state()).toEqual({
      state: 'up',
      url: 'https://cb.example.com',
      attempt: 1,
      since: Date.now(),
      nextTryAt: null,
      error: null,
    })
  })

  it('tries again after 1 s, then twice as long each time, up to 60 s, for ever', async () => {
    const { supervision, world, pass } = create()
    world.fails = 'tunnel.noRoute'
    await pass(0)
    const waits: number[] = []
    for (let tries = 1; tries <= 12; tries++) {
      expect(supervision.state()).toMatchObject({ state: 'waiting', attempt: tries, error: { code: 'tunnel.noRoute' } })
      waits.push(waitOf(supervision.state()))
      await pass(waits.at(-1) ?? 0)
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60].map((s) => s * 1000))
    await pass(24 * 3_600_000)
    expect(world.opened).toBeGreaterThan(1400)
    world.fails = null
    await pass(60_000)
    expect(supervision.state().state).toBe('up')
  })

  it('waits a little less by chance, never less than 1 s, so that many desks do not come at once', async () => {
    const { supervision, world, pass } = create()
    world.random = 0
    world.fails = 'tunnel.noRoute'
    await pass(0)
    expect(waitOf(supervision.state())).toBe(1000)
    await pass(1000)
    expect(waitOf(supervision.state())).toBe(1500)
  })

  it('begins anew at 1 s once it has been up for 30 s, and not before', async () => {
    const { supervision, world, pass, goDown } = create()
    world.fails = 'tunnel.noRoute'
    await pass(7000)
    world.fails = null
    await pass(8000)
    expect(supervision.state().state).toBe('up')
    await goDown()
    expect(waitOf(supervision.state())).toBe(16_000)
    await pass(16_000 + 30_000)
    await goDown()
    expect(waitOf(supervision.state())).toBe(1000)
  })

  it.each<ErrorCode>(['tunnel.hostKeyChanged', 'tunnel.hostKeyUnknown', 'tunnel.loginRefused', 'tunnel.ngrokToken'])(
    'stops at %s until a person wants it tried again',
    async (code) => {
      const { supervision, world, pass } = create()
      world.fails = code
      await pass(0)
      await pass(3_600_000)
      expect(supervision.state()).toMatchObject({ state: 'stopped', nextTryAt: null, error: { code } })
      expect(world.opened).toBe(1)
      world.fails = null
      supervision.retry()
      await pass(0)
      expect(supervision.state().state).toBe('up')
    },
  )

  it('gives credentials that have worked three chances, as a server that starts refuses them for a while', async () => {
    const { supervision, world, pass, goDown } = create()
    await pass(0)
    world.fails = 'tunnel.loginRefused'
    await goDown()
    await pass(1000)
    expect(supervision.state().state).toBe('waiting')
    await pass(60_000)
    expect(supervision.state().state).toBe('stopped')
    expect(world.opened).toBe(1 + 3)
  })

  it('gives another key no second chance, however long it has been up', async () => {
    const { supervision, world, pass, goDown } = create()
    await pass(60_000)
    world.fails = 'tunnel.hostKeyChanged'
    await goDown()
    await pass(1000)
    expect(supervision.state().state).toBe('stopped')
  })

  it('is opened anew at once after sleep', async () => {
    const { supervision, world, pass } = create()
    await pass(6000)
    vi.setSystemTime(Date.now() + 600_000)
    await pass(5000)
    expect(world).toMatchObject({ opened: 2, closed: 1 })
    expect(supervision.state().state).toBe('up')
  })

  it('whose address another one would not have is left to come back by itself after sleep', async () => {
    const { supervision, world, pass } = create()
    world.losesUrl = true
    await pass(6000)
    vi.setSystemTime(Date.now() + 600_000)
    await pass(5000)
    expect(world).toMatchObject({ opened: 1, closed: 0 })
    expect(supervision.state().state).toBe('up')
  })

  it('is tried at once when the network is another one, instead of waiting', async () => {
    const { supervision, world, pass } = create()
    world.fails = 'tunnel.noRoute'
    await pass(70_000)
    const { opened } = world
    world.fails = null
    world.addresses = ['198.51.100.3']
    await pass(5001)
    expect(world.opened).toBe(opened + 1)
    expect(supervision.state().state).toBe('up')
  })

  it('is opened anew when the address it stands on is gone, and left alone when another one comes', async () => {
    const { world, pass } = create()
    await pass(6000)
    world.addresses = ['192.0.2.7', '172.17.0.1']
    await pass(5000)
    expect(world.opened).toBe(1)
    world.addresses = ['198.51.100.3']
    await pass(5000)
    expect(world).toMatchObject({ opened: 2, closed: 1 })
  })

  it('is opened anew when it does not carry', async () => {
    const { supervision, world, pass } = create()
    await pass(0)
    supervision.suspect(new AppError('tunnel.silent'))
    expect(supervision.state()).toMatchObject({ state: 'waiting', error: { code: 'tunnel.silent' } })
    await pass(0)
    expect(world).toMatchObject({ opened: 2, closed: 1 })
  })

  it('is opened anew although what stood before does not close', async () => {
    const { supervision, world, pass, log } = create()
    await pass(0)
    world.closeFails = true
    supervision.suspect(new AppError('tunnel.silent'))
    await pass(0)
    expect(supervision.state().state).toBe('up')
    expect(log.lines.at(-1)).toMatchObject({ level: 'warn', text: 'a tunnel did not close' })
    world.closeFails = false
  })

  it('shows trouble that the tunnel deals with itself, and its end', async () => {
    const { supervision, pass, say } = create()
    await pass(0)
    say(new AppError('tunnel.cloudflaredNetwork'))
    expect(supervision.state()).toMatchObject({ state: 'up', error: { code: 'tunnel.cloudflaredNetwork' } })
    say(null)
    expect(supervision.state().error).toBeNull()
  })

  it('is gone for good once closed, also while it opens', async () => {
    const { supervision, world, pass } = create()
    await pass(0)
    await supervision.close()
    supervision.retry()
    await pass(600_000)
    expect(world).toMatchObject({ opened: 1, closed: 1 })
  })
})
