/** A cloud that fails in every way it can: each call says what happened, and the desk goes on. */
import { describe, expect, it } from 'vitest'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'
import { applyPlan, bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
const draft = (name: string) => ({
  name,
  description: '',
  urls: { record: 'https://cb.example.com/record' },
  recordExceptionLevels: [],
  key: { action: 'keep' as const },
})

async function startBoth() {
  const cloud = await startCloud()
  const desk = await startDesk({ cloudTimeoutMs: 3000 })
  await desk.client.account.save(draftFor(cloud))
  return { cloud, ...desk }
}

async function startBound() {
  const both = await startBoth()
  const { client } = both
  const [one, two] = [await client.templates.save(draft('one')), await client.templates.save(draft('two'))]
  await bindNow(client, { domain, templateId: one.id })
  const bound = async () => (await client.bindings.list({})).items.find((each) => each.domain === domain)
  const rebind = () => bindNow(client, { domain, templateId: two.id })
  const lastEntry = async () => (await client.activity.page({ filter: {}, limit: 1 })).entries[0]
  return { ...both, one, two, bound, rebind, lastEntry }
}

describe('reading', () => {
  it.each([
    ['error', { code: 'AuthFailure.SignatureFailure' }, 'cloud.refused'],
    ['error', { code: 'RequestLimitExceeded' }, 'cloud.refused'],
    ['http500', {}, 'cloud.http'],
    ['html', {}, 'cloud.notJson'],
    ['hang', {}, 'cloud.timeout'],
    ['reset', {}, 'cloud.reset'],
    ['half', {}, 'cloud.reset'],
  ] as const)('a cloud with the fault %s %j says %s, and the next call works', async (kind, more, code) => {
    const { cloud, client } = await startBoth()
    cloud.fault({ action: 'DescribeLiveDomains', kind, ...more, times: 3 })
    const error = await client.domains.list({}).catch((caught) => caught)
    expect(error).toMatchObject({ code, details: { action: 'DescribeLiveDomains' } })
    if ('code' in more) expect(error.details.apiCode).toBe(more.code)
    for (let rest = 0; rest < 3; rest++) await client.domains.list({}).catch(() => undefined)
    expect((await client.domains.list({})).items.length).toBeGreaterThan(0)
  })
})

describe('binding', () => {
  it('puts the old template back when the new one is refused', async () => {
    const { cloud, client, one, bound, rebind, lastEntry } = await startBound()
    cloud.fault({ action: 'CreateLiveCallbackRule', kind: 'error', code: 'InternalError.ConfNotFound', times: 1 })
    const result = await rebind()
    expect(result.state).toBe('putBack')
    expect(result.steps.at(1)).toMatchObject({
      action: 'createRule',
      state: 'failed',
      error: { details: { apiCode: 'InternalError.ConfNotFound' } },
    })
    expect(await bound()).toMatchObject({ templateId: one.id, effect: { state: 'pending' } })
    expect(await lastEntry()).toMatchObject({
      kind: 'binding.replaced',
      outcome: 'putBack',
      before: { template: 'one' },
      after: { template: 'two' },
      error: { details: { apiCode: 'InternalError.ConfNotFound' } },
    })
    expect((await client.bindings.list({})).items).toHaveLength(1)
  })

  it('says so when the domain is left unbound', async () => {
    const { cloud, bound, rebind, lastEntry } = await startBound()
    cloud.fault({ action: 'CreateLiveCallbackRule', kind: 'error', code: 'InternalError', times: 3 })
    expect(await rebind()).toMatchObject({
      state: 'failed',
      error: { code: 'binding.putBackFailed', params: { domain } },
    })
    expect(await bound()).toMatchObject({ templateId: null })
    expect(await lastEntry()).toMatchObject({ outcome: 'failed', error: { code: 'binding.putBackFailed' } })
  })

  it('leaves everything as it was when the delete is refused', async () => {
    const { cloud, one, bound, rebind, lastEntry } = await startBound()
    cloud.fault({ action: 'DeleteLiveCallbackRule', kind: 'error', code: 'UnauthorizedOperation', times: 1 })
    expect(await rebind()).toMatchObject({ state: 'failed', error: { code: 'cloud.refused' } })
    expect(await bound()).toMatchObject({ templateId: one.id })
    expect(await lastEntry()).toMatchObject({ kind: 'binding.replaced', outcome: 'failed' })
  })

  it.each(['DeleteLiveCallbackRule', 'CreateLiveCallbackRule'])(
    'goes on when only the answer to %s was lost',
    async (action) => {
      const { cloud, two, bound, rebind } = await startBound()
      cloud.fault({ action, kind: 'timeoutAfterEffect', times: 1 })
      expect((await rebind()).state).toBe('done')
      expect(await bound()).toMatchObject({ templateId: two.id })
    },
  )

  it.each(['hang', 'reset', 'html'] as const)('puts the old template back when the create meets a %s', async (kind) => {
    const { cloud, one, bound, rebind } = await startBound()
    cloud.fault({ action: 'CreateLiveCallbackRule', kind, times: 1 })
    expect((await rebind()).state).toBe('putBack')
    expect(await bound()).toMatchObject({ templateId: one.id })
  })

  it('does nothing when the cloud holds something else by now, or already what is wanted', async () => {
    const { client, cloud, two, rebind } = await startBound()
    const stale = await client.plans.bind({ targets: [{ domain, app: '' }], templateId: null })
    await rebind()
    const before = cloud.calls().length
    await expect(applyPlan(client, stale.id)).rejects.toMatchObject({ code: 'plan.stale' })
    expect(await bindNow(client, { domain, templateId: two.id })).toMatchObject({ state: 'skipped', steps: [] })
    const actions = cloud
      .calls()
      .slice(before)
      .map(({ action }) => action)
    expect(actions.filter((action) => !action.startsWith('Describe'))).toEqual([])
  })

  it('makes one change of two that start from the same picture', async () => {
    const { client, two, bound } = await startBound()
    const targets = [{ domain, app: '' }]
    const [a, b] = [
      await client.plans.bind({ targets, templateId: two.id }),
      await client.plans.bind({ targets, templateId: null }),
    ]
    const results = await Promise.allSettled([applyPlan(client, a.id), applyPlan(client, b.id)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await bound()).toMatchObject({ templateId: two.id })
  })

  it('goes to its end although the window has gone', async () => {
    const { cloud, client, two, bound } = await startBound()
    const { id } = await client.plans.bind({ targets: [{ domain, app: '' }], templateId: two.id })
    cloud.fault({ action: 'DeleteLiveCallbackRule', kind: 'timeoutAfterEffect', times: 1 })
    const stop = client.plans.apply({ planId: id }, { onItem: () => {} })
    await expect.poll(() => cloud.faultsLeft()).toBe(0)
    stop()
    await expect.poll(async () => (await bound())?.templateId).toBe(two.id)
  })
})
