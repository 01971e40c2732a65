import { expect, it } from 'vitest'
import type { AddressStatus } from '../../../../src-main/contract/receiver.ts'
import { addressLine } from '../../../../src-renderer/components/frame/address-line.ts'

const address = (change: Partial<AddressStatus>): AddressStatus => ({
  url: 'https://cb.example.com/',
  state: 'proven',
  checkedAt: 2000,
  provenAt: 1000,
  latencyMs: 80,
  error: null,
  ...change,
})
const line = (change: Partial<AddressStatus>, listening = true) =>
  addressLine({
    listening,
    local: listening ? 'http://127.0.0.1:8787' : null,
    error: null,
    address: address(change),
    tunnel: { active: null, previous: null },
  })

it('a proven address names the moment of the proof', () => {
  expect(line({})).toEqual({ tone: 'ok', hollow: false, word: 'proven', url: 'https://cb.example.com', at: 1000 })
})

it('a failed one names the moment of the check, not of the last proof', () => {
  expect(line({ state: 'failed' })).toMatchObject({ tone: 'danger', word: 'failed', at: 2000 })
})

it('what is not known is hollow, never green', () => {
  expect(line({ state: 'unproven' })).toMatchObject({ tone: 'muted', hollow: true })
  expect(line({ state: 'none', url: null })).toMatchObject({ tone: 'muted', hollow: true, word: 'noAddress' })
})

it('an old proof counts nothing while the receiver does not listen', () => {
  expect(line({}, false)).toMatchObject({ tone: 'danger', word: 'notListening' })
})

it('a tunnel that is down says so at once, without waiting for a heartbeat to miss', () => {
  const way = { id: 'a', name: 'Office', kind: 'ssh', attempt: 2, since: 500, error: null } as const
  const url = 'https://cb.example.com/'
  const withTunnel = (state: 'up' | 'opening' | 'waiting' | 'stopped', of = url) =>
    addressLine({
      listening: true,
      local: 'http://127.0.0.1:8787',
      error: null,
      address: address({}),
      tunnel: { active: { ...way, state, url: of, nextTryAt: 3000 }, previous: null },
    })
  expect(withTunnel('waiting')).toMatchObject({ tone: 'danger', word: 'tunnelWaiting', at: 3000 })
  expect(withTunnel('stopped')).toMatchObject({ tone: 'danger', word: 'tunnelStopped' })
  expect(withTunnel('opening')).toMatchObject({ hollow: true, word: 'tunnelOpening' })
  expect(withTunnel('up').word).toBe('proven')
  // The practice cloud's address is not the tunnel's.
  expect(withTunnel('waiting', 'https://other.example.com').word).toBe('proven')
})

it('a quick tunnel that has no address yet is not covered up by the proof of the way before it', () => {
  const way = { attempt: 2, since: 500, nextTryAt: 3000, error: null } as const
  const quick = { ...way, id: 'q', name: 'Quick', kind: 'cloudflared', state: 'waiting', url: null } as const
  const before = { ...way, id: 'a', name: 'Office', kind: 'ssh', state: 'up', url: 'https://cb.example.com/' } as const
  const shown = addressLine({
    listening: true,
    local: 'http://127.0.0.1:8787',
    error: null,
    address: address({}),
    tunnel: { active: quick, previous: before },
  })
  expect(shown).toMatchObject({ tone: 'danger', word: 'tunnelWaiting', url: null })
})
