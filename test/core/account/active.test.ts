import { describe, expect, it } from 'vitest'
import { createActive } from '../../../src-main/core/account/active.ts'
import type { Cloud, CloudAccess } from '../../../src-main/core/cloud/cloud.ts'

/** Two accounts, and clouds that only know whether they are closed. */
function create() {
  const state = { activeId: 'a' as string | null, closed: [] as string[], opened: 0 }
  const access = (id: string): CloudAccess => ({ site: 'cn', endpoint: null, secretId: id, secretKey: '', token: null })
  const account = (id: string) => ({
    id,
    name: id,
    site: 'cn' as const,
    secretIdTail: '',
    tokenExpiresAt: null,
    endpoint: null,
    practiceTimeScale: null,
  })
  const connect = ({ secretId }: CloudAccess): Cloud => {
    state.opened += 1
    return {
      site: 'cn',
      call: () => Promise.reject(new Error('not called here')),
      close: () => void state.closed.push(secretId),
    }
  }
  return {
    state,
    active: createActive({ accounts: { activeId: () => state.activeId, access, get: account }, connect }),
  }
}

describe('the active account', () => {
  it('is none at first, and says so', () => {
    const { active, state } = create()
    state.activeId = null
    expect(() => active.require()).toThrow('account.none')
  })

  it('keeps one connection until the switch', () => {
    const { active, state } = create()
    expect(active.require().cloud).toBe(active.require().cloud)
    state.activeId = 'b'
    active.reset()
    expect(active.require().id).toBe('b')
    expect(state).toMatchObject({ opened: 2, closed: ['a'] })
  })

  it('ends what is being read for the old one', () => {
    const { active } = create()
    const { signal } = active.require()
    active.reset()
    expect(signal.aborted).toBe(true)
    expect(active.signal().aborted).toBe(false)
  })

  it('lets a change that has begun finish where it began', async () => {
    const { active, state } = create()
    const step = Promise.withResolvers<void>()
    const change = active.require().hold(() => step.promise)
    active.reset()
    expect(state.closed).toEqual([])
    step.resolve()
    await change
    expect(state.closed).toEqual(['a'])
  })

  it('closes also when the change fails', async () => {
    const { active, state } = create()
    const change = active.require().hold(() => Promise.reject(new Error('failed')))
    active.reset()
    await expect(change).rejects.toThrow('failed')
    expect(state.closed).toEqual(['a'])
  })
})
