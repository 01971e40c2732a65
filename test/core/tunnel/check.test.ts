/** Trying a way before it is saved: its steps as they come, and that nothing of it stays. */
import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { CheckItem, WayConfig, WayDraft } from '../../../src-main/contract/tunnel.ts'
import { checkWay } from '../../../src-main/core/tunnel/check.ts'
import type { OpenOptions, Tunnel } from '../../../src-main/core/tunnel/tunnel.ts'

type Trial = Parameters<typeof checkWay>[2]

const own: WayConfig = { kind: 'own', url: 'https://cb.example.com', bind: '192.0.2.7' }
const quick: WayConfig = { kind: 'cloudflared', mode: 'quick', url: null, program: '' }
const draft = (config: WayConfig): WayDraft => ({ name: 'way', config, secrets: {} })

const tunnel = (more: Partial<Tunnel> = {}): Tunnel => ({
  url: 'https://a.trycloudflare.com',
  localAddress: null,
  down: new Promise(() => {}),
  close: async () => {},
  ...more,
})

const trial = (more: Partial<Trial> = {}): Trial => ({
  openWay: () => null,
  localPort: () => 8787,
  listenAt: async () => ({ close() {} }),
  prove: async () => null,
  trials: new Set(),
  secretsFor: () => ({}),
  running: () => null,
  ...more,
})

async function run(config: WayConfig, parts: Trial): Promise<CheckItem[]> {
  const items: CheckItem[] = []
  for await (const item of checkWay(draft(config), new AbortController().signal, parts)) items.push(item)
  return items
}

const told = (items: CheckItem[]) => items.map(({ step, state, error }) => [step, error?.code ?? state].join(' '))

describe('trying an address of one’s own', () => {
  it('has the receiver listen there while it is proven, and no longer', async () => {
    const heard: string[] = []
    const parts = trial({
      async listenAt(address) {
        heard.push(`open ${address}`)
        return { close: () => void heard.push('closed') }
      },
      async prove(base) {
        heard.push(`prove ${base}`)
        return null
      },
    })
    const items = await run(own, parts)
    expect(told(items)).toEqual(['listen running', 'listen ok', 'proof running', 'proof ok'])
    expect(items[1]?.note).toBe('192.0.2.7:8787')
    expect(heard).toEqual(['open 192.0.2.7', 'prove https://cb.example.com', 'closed'])
  })

  it('stops at an address that this machine does not have', async () => {
    const prove = vi.fn(async () => null)
    const listenAt = async () => {
      throw new AppError('receiver.bindUnavailable', { params: { address: '192.0.2.7' } })
    }
    expect(told(await run(own, trial({ listenAt, prove })))).toEqual([
      'listen running',
      'listen receiver.bindUnavailable',
    ])
    expect(prove).not.toHaveBeenCalled()
  })

  it('closes the door also when the address leads elsewhere', async () => {
    const close = vi.fn()
    const prove = async () => new AppError('receiver.addressForeign')
    const items = await run(own, trial({ listenAt: async () => ({ close }), prove }))
    expect(told(items).at(-1)).toBe('proof receiver.addressForeign')
    expect(close).toHaveBeenCalledOnce()
  })
})

describe('trying a tunnel', () => {
  const openTo = (opened: Tunnel) => () => async (_options: OpenOptions) => opened

  it('answers to its host while it is tried, and takes it down again', async () => {
    const trials = new Set<string>()
    const close = vi.fn(async () => {})
    const prove = async () => (trials.has('a.trycloudflare.com') ? null : new AppError('receiver.addressRefuses'))
    const items = await run(quick, trial({ openWay: openTo(tunnel({ close })), trials, prove }))
    expect(items.at(-1)).toEqual({ step: 'proof', state: 'ok', note: 'https://a.trycloudflare.com' })
    expect([trials.size, close.mock.calls.length]).toEqual([0, 1])
  })

  it('proves the one that stands instead of opening a second that would need the same', async () => {
    const open = vi.fn()
    const state = { state: 'up', url: 'https://a.trycloudflare.com' } as const
    const running = () => ({ state: () => state }) as unknown as ReturnType<Trial['running']>
    const items = await run(quick, trial({ openWay: () => open, running }))
    expect(told(items)).toEqual(['program ok', 'connect ok', 'proof running', 'proof ok'])
    expect(open).not.toHaveBeenCalled()
  })

  it('names the step that failed, though the tunnel said nothing of it', async () => {
    const openWay =
      () =>
      async ({ onStep }: OpenOptions) => {
        onStep?.({ step: 'connect', state: 'running' })
        throw new Error('boom')
      }
    expect(told(await run(quick, trial({ openWay })))).toEqual(['connect running', 'connect internal'])
  })

  it('says that the receiver is down rather than that the address is wrong', async () => {
    const items = await run(quick, trial({ openWay: openTo(tunnel()), localPort: () => null }))
    expect(told(items).at(-1)).toBe('proof tunnel.receiverDown')
  })

  it('ends without a word when it is cancelled, and takes down what it has opened', async () => {
    const controller = new AbortController()
    const close = vi.fn(async () => {})
    const openWay = openTo(tunnel({ close }))
    const prove = () => {
      controller.abort()
      return new Promise<null>((resolve) => setTimeout(resolve, 10, null))
    }
    const items: CheckItem[] = []
    for await (const item of checkWay(draft(quick), controller.signal, trial({ openWay, prove }))) items.push(item)
    expect(told(items)).toEqual(['proof running'])
    expect(close).toHaveBeenCalledOnce()
  })
})
