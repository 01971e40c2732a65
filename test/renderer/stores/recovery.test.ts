import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { RecoverStep } from '../../../src-main/contract/deliveries.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import { client } from '../../../src-renderer/client/index.ts'
import { announce } from '../../../src-renderer/stores/changes.ts'
import { useRecoveryStore } from '../../../src-renderer/stores/recovery.ts'

vi.mock('../../../src-renderer/client/index.ts', () => ({
  client: { deliveries: { recover: vi.fn(), gaps: vi.fn() } },
}))

const recover = vi.mocked(client.deliveries.recover)
const stop = vi.fn()
const step: RecoverStep = {
  phase: 'records',
  streams: 4,
  done: 1,
  events: 5,
  known: 2,
  takenIn: 3,
  unreadable: 0,
  failed: 0,
  isComplete: true,
}
const listener = () => recover.mock.calls.at(-1)?.[1]

beforeEach(() => {
  setActivePinia(createPinia())
  vi.clearAllMocks()
  recover.mockReturnValue(stop)
})

describe('taking in missing events', () => {
  it('shows how far it is and what came of it', () => {
    const recovery = useRecoveryStore()
    recovery.start({ from: 1, to: 2, streams: ['room'] })
    recovery.start({ from: 3, to: 4 })
    expect(recover).toHaveBeenCalledOnce()
    listener()?.onItem(step)
    expect(recovery.step).toEqual(step)
    expect(recovery.isRunning).toBe(true)
    listener()?.onEnd?.()
    expect(recovery.isRunning).toBe(false)
    expect(recovery.error).toBeNull()
  })

  it('can be stopped, and what was taken in stays said', () => {
    const recovery = useRecoveryStore()
    recovery.start({ from: 1, to: 2 })
    listener()?.onItem(step)
    recovery.cancel()
    expect(stop).toHaveBeenCalled()
    expect(recovery.isRunning).toBe(false)
    expect(recovery.step?.takenIn).toBe(3)
  })

  it('keeps the reason of a failure, and forgets everything with the account', () => {
    const recovery = useRecoveryStore()
    recovery.start({ from: 1, to: 2 })
    listener()?.onEnd?.(new AppError('cloud.unavailableOnSite'))
    expect(recovery.error?.code).toBe('cloud.unavailableOnSite')
    announce('account')
    expect(recovery.error).toBeNull()
    expect(recovery.asked).toBeNull()
  })
})
