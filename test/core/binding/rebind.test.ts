import { describe, expect, it } from 'vitest'
import type { BindingStep } from '../../../src-main/contract/bindings.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import { rebind } from '../../../src-main/core/binding/rebind.ts'

const target = { domain: 'push.example.com', app: '' }
const refused = () => new AppError('cloud.refused', { details: { apiCode: 'FailedOperation', requestId: 'r-1' } })
const lost = () => new AppError('cloud.timeout')

type Fault = 'refuse' | 'lostBefore' | 'lostAfter'

/** A cloud that holds one rule and fails as told, in order, per kind of call. */
function createRules(bound: number | null, faults: { create?: Fault[]; delete?: Fault[]; list?: boolean } = {}) {
  const state = { bound, calls: [] as string[] }
  const act = (fault: Fault | undefined, effect: () => void) => {
    if (fault === 'refuse') throw refused()
    if (fault === 'lostBefore') throw lost()
    effect()
    if (fault === 'lostAfter') throw lost()
  }
  const calls = {
    async list() {
      state.calls.push('list')
      if (faults.list === false) throw lost()
      if (state.bound === null) return []
      return [{ ...target, templateId: state.bound, createdAt: null, updatedAt: null }]
    },
    async create({ templateId }: BindingStep) {
      state.calls.push(`create ${templateId}`)
      act(faults.create?.shift(), () => {
        state.bound = templateId
      })
    },
    async remove() {
      state.calls.push('delete')
      act(faults.delete?.shift(), () => {
        state.bound = null
      })
    },
  }
  return { state, calls }
}

describe('without failures', () => {
  it('binds with one call, unbinds with one, and rebinds with delete and create', async () => {
    const unbound = createRules(null)
    expect(await rebind(unbound.calls, target, null, 2)).toEqual({
      outcome: 'done',
      steps: [{ ...target, action: 'create', templateId: 2, state: 'done' }],
    })
    const bound = createRules(1)
    expect((await rebind(bound.calls, target, 1, 2)).steps.map(({ action }) => action)).toEqual(['delete', 'create'])
    expect(bound.state).toEqual({ bound: 2, calls: ['delete', 'create 2'] })
    expect((await rebind(bound.calls, target, 2, null)).outcome).toBe('done')
    expect(bound.state.bound).toBeNull()
  })
})

describe('when the delete fails', () => {
  it('changes nothing and hands on the refusal', async () => {
    const { state, calls } = createRules(1, { delete: ['refuse'] })
    await expect(rebind(calls, target, 1, 2)).rejects.toMatchObject({ code: 'cloud.refused' })
    expect(state).toEqual({ bound: 1, calls: ['delete'] })
  })

  it('stops when the call was lost on its way', async () => {
    const { state, calls } = createRules(1, { delete: ['lostBefore'] })
    await expect(rebind(calls, target, 1, 2)).rejects.toMatchObject({ code: 'cloud.timeout' })
    expect(state).toEqual({ bound: 1, calls: ['delete', 'list'] })
  })

  it('goes on when only the answer was lost', async () => {
    const { state, calls } = createRules(1, { delete: ['lostAfter'] })
    expect((await rebind(calls, target, 1, 2)).outcome).toBe('done')
    expect(state.bound).toBe(2)
  })

  it('stops when it cannot find out', async () => {
    const { calls } = createRules(1, { delete: ['lostAfter'], list: false })
    await expect(rebind(calls, target, 1, 2)).rejects.toMatchObject({ code: 'cloud.timeout' })
  })
})

describe('when the create fails', () => {
  it('leaves an unbound domain unbound', async () => {
    const { state, calls } = createRules(null, { create: ['refuse'] })
    await expect(rebind(calls, target, null, 2)).rejects.toMatchObject({ code: 'cloud.refused' })
    expect(state).toEqual({ bound: null, calls: ['create 2'] })
  })

  it('puts the old rule back and says why', async () => {
    const { state, calls } = createRules(1, { create: ['refuse'] })
    const result = await rebind(calls, target, 1, 2)
    expect(result.outcome).toBe('putBack')
    expect(result.error?.details.requestId).toBe('r-1')
    expect(result.steps.map(({ action, state: done }) => `${action} ${done}`)).toEqual([
      'delete done',
      'create failed',
      'putBack done',
    ])
    expect(state).toEqual({ bound: 1, calls: ['delete', 'create 2', 'create 1'] })
  })

  it('does not put back what a lost answer hides: the new rule is there', async () => {
    const { state, calls } = createRules(1, { create: ['lostAfter'] })
    expect((await rebind(calls, target, 1, 2)).outcome).toBe('done')
    expect(state.bound).toBe(2)
  })

  it('tries to put back a second time', async () => {
    const { state, calls } = createRules(1, { create: ['lostBefore', 'lostBefore'] })
    expect((await rebind(calls, target, 1, 2)).outcome).toBe('putBack')
    expect(state.bound).toBe(1)
  })

  it('says so when the domain is left unbound', async () => {
    const { state, calls } = createRules(1, { create: ['refuse', 'refuse', 'refuse'] })
    await expect(rebind(calls, target, 1, 2)).rejects.toMatchObject({
      code: 'binding.putBackFailed',
      params: { domain: 'push.example.com', templateId: 1 },
      details: { requestId: 'r-1' },
    })
    expect(state.bound).toBeNull()
  })
})
