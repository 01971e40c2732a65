import { describe, expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { changeRule, type RuleCalls } from '../../../src-main/core/plan/rule-steps.ts'

const target = { domain: 'push.example.com', app: '' }
const template = (id: number) => ({ id, name: `template-${id}` })
const refused = () => new AppError('cloud.refused', { details: { apiCode: 'FailedOperation', requestId: 'r-1' } })
const lost = () => new AppError('cloud.timeout')

type Fault = 'refuse' | 'lostBefore' | 'lostAfter'

/** A cloud that holds one rule and fails as told, in order, per kind of call. */
function createRules(bound: number | null, faults: { create?: Fault[]; delete?: Fault[]; list?: boolean[] } = {}) {
  const state = { bound, calls: [] as string[] }
  const steps: string[] = []
  const act = (fault: Fault | undefined, effect: () => void) => {
    if (fault === 'refuse') throw refused()
    if (fault === 'lostBefore') throw lost()
    effect()
    if (fault === 'lostAfter') throw lost()
  }
  const calls: RuleCalls = {
    async list() {
      state.calls.push('list')
      if (faults.list?.shift() === false) throw lost()
      if (state.bound === null) return []
      return [{ ...target, templateId: state.bound, createdAt: null, updatedAt: null }]
    },
    async create({ templateId }) {
      state.calls.push(`create ${templateId}`)
      act(faults.create?.shift(), () => {
        if (state.bound !== null) throw refused()
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
  const change = (before: number | null, after: number | null) =>
    changeRule(
      calls,
      target,
      before === null ? null : template(before),
      after === null ? null : template(after),
      async ({ action }, call) => {
        try {
          await call()
          steps.push(`${action} done`)
        } catch (error) {
          steps.push(`${action} failed`)
          throw error
        }
      },
    )
  return { state, steps, change }
}

describe('without failures', () => {
  it('binds with one call, unbinds with one, and rebinds with delete and create', async () => {
    const unbound = createRules(null)
    expect(await unbound.change(null, 2)).toBeNull()
    expect(unbound.steps).toEqual(['createRule done'])
    const bound = createRules(1)
    expect(await bound.change(1, 2)).toBeNull()
    expect(bound.steps).toEqual(['deleteRule done', 'createRule done'])
    expect(bound.state).toEqual({ bound: 2, calls: ['delete', 'create 2'] })
    expect(await bound.change(2, null)).toBeNull()
    expect(bound.state.bound).toBeNull()
  })
})

describe('when the delete fails', () => {
  it('changes nothing and hands on the refusal', async () => {
    const { state, change } = createRules(1, { delete: ['refuse'] })
    await expect(change(1, 2)).rejects.toMatchObject({ code: 'cloud.refused' })
    expect(state).toEqual({ bound: 1, calls: ['delete'] })
  })

  it('stops when the call was lost on its way', async () => {
    const { state, change } = createRules(1, { delete: ['lostBefore'] })
    await expect(change(1, 2)).rejects.toMatchObject({ code: 'cloud.timeout' })
    expect(state).toEqual({ bound: 1, calls: ['delete', 'list'] })
  })

  it('goes on when only the answer was lost', async () => {
    const { state, change } = createRules(1, { delete: ['lostAfter'] })
    expect(await change(1, 2)).toBeNull()
    expect(state.bound).toBe(2)
  })

  it('stops when it cannot find out', async () => {
    const { change } = createRules(1, { delete: ['lostAfter'], list: [false] })
    await expect(change(1, 2)).rejects.toMatchObject({ code: 'cloud.timeout' })
  })
})

describe('when the create fails', () => {
  it('leaves an unbound domain unbound', async () => {
    const { state, change } = createRules(null, { create: ['refuse'] })
    await expect(change(null, 2)).rejects.toMatchObject({ code: 'cloud.refused' })
    expect(state).toEqual({ bound: null, calls: ['create 2'] })
  })

  it('puts the old rule back and says why', async () => {
    const { state, steps, change } = createRules(1, { create: ['refuse'] })
    expect((await change(1, 2))?.details.requestId).toBe('r-1')
    expect(steps).toEqual(['deleteRule done', 'createRule failed', 'putBackRule done'])
    expect(state).toEqual({ bound: 1, calls: ['delete', 'create 2', 'create 1'] })
  })

  it('does not put back what a lost answer hides: the new rule is there', async () => {
    const { state, change } = createRules(1, { create: ['lostAfter'] })
    expect(await change(1, 2)).toBeNull()
    expect(state.bound).toBe(2)
  })

  it('is done when that cannot be found out at once and the old rule finds its place taken', async () => {
    const { state, change } = createRules(1, { create: ['lostAfter'], list: [false] })
    expect(await change(1, 2)).toBeNull()
    expect(state.bound).toBe(2)
  })

  it('tries to put back a second time', async () => {
    const { state, change } = createRules(1, { create: ['lostBefore', 'lostBefore'] })
    expect((await change(1, 2))?.code).toBe('cloud.timeout')
    expect(state.bound).toBe(1)
  })

  it('says so when the domain is left unbound', async () => {
    const { state, change } = createRules(1, { create: ['refuse', 'refuse', 'refuse'] })
    await expect(change(1, 2)).rejects.toMatchObject({
      code: 'binding.putBackFailed',
      params: { domain: 'push.example.com', templateId: 1 },
      details: { requestId: 'r-1' },
    })
    expect(state.bound).toBeNull()
  })
})
