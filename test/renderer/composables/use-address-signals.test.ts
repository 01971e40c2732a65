/** When a window calls its person about the public address, and with what. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { DeskStatus } from '../../../src-main/contract/desk.ts'
import type { AddressStatus } from '../../../src-main/contract/receiver.ts'
import { useAddressSignals } from '../../../src-renderer/composables/use-address-signals.ts'
import { useDeskStore } from '../../../src-renderer/stores/desk.ts'
import { type Signal, useSignalsStore } from '../../../src-renderer/stores/signals.ts'
import { startDesk } from '../desk.ts'
import { mountIn } from '../mount.ts'

vi.mock('../../../src-renderer/client/index.ts', async () => (await import('../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

let heard: Signal[]
beforeEach(() => {
  startDesk({})
  heard = []
  vi.spyOn(useSignalsStore(), 'signal').mockImplementation((signal) => void heard.push(signal))
  mountIn('en', {
    setup: () => {
      useAddressSignals()
      return () => null
    },
  })
})

const minute = 60_000
const start = Date.UTC(2026, 0, 2, 3)

async function tell(change: Partial<AddressStatus>): Promise<void> {
  const known = { url: 'https://cb.example.com', checkedAt: start, provenAt: start, latencyMs: 40, error: null }
  useDeskStore().status = { receiver: { address: { ...known, state: 'proven', ...change } } } as DeskStatus
  await flushPromises()
}

it('calls once when the address turns red, and once with the length of the gap when it is back', async () => {
  await tell({})
  await tell({ state: 'failed', checkedAt: start + 2 * minute })
  await tell({ state: 'failed', checkedAt: start + 3 * minute })
  expect(heard.map(({ severity }) => severity)).toEqual(['addressLost'])
  expect(heard[0]?.text).toContain('Events sent to https://cb.example.com do not arrive.')
  await tell({ provenAt: start + 14 * minute })
  expect(heard.map(({ severity }) => severity)).toEqual(['addressLost', 'addressBack'])
  expect(heard[1]?.text).toContain('https://cb.example.com was not proven for 14 min')
})

it('does not call for what was red when the window opened, nor for an address that has yet to be proven', async () => {
  await tell({ state: 'failed' })
  await tell({ state: 'unproven', url: 'https://new.example.com', provenAt: null })
  await tell({ state: 'proven', url: 'https://new.example.com' })
  expect(heard).toEqual([])
})

it('does not take another address for the return of the lost one', async () => {
  await tell({})
  await tell({ state: 'failed' })
  await tell({ state: 'proven', url: 'https://new.example.com' })
  expect(heard.map(({ severity }) => severity)).toEqual(['addressLost'])
})
