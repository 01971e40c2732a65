/** A cloud that fails in every way it can: each call says what happened, and the desk goes on. */
import { describe, expect, it } from 'vitest'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'

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
  const desk = await startDesk({ cloudTimeoutMs: 300 })
  await desk.client.account.save(draftFor(cloud))
  return { cloud, ...desk }
}

async function startBound() {
  const both = await startBoth()
  const { client } = both
  const [one, two] = [await client.templates.save(draft('one')), await client.templates.save(draft('two'))]
  await client.bindings.set({ domain, app: '', before: null, templateId: one.id })
  const bound = async () => (await client.bindings.list({})).items.find((each) => each.domain === domain)
  const rebind = () => client.bindings.set({ domain, app: '', before: one.id, templateId: two.id })
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
    expect(result.outcome).toBe('putBack')
    expect(result.steps.at(1)).toMatchObject({
      action: 'create',
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
    await expect(rebind()).rejects.toMatchObject({ code: 'binding.putBackFailed', params: { domain } })
    expect(await bound()).toMatchObject({ templateId: null })
    expect(await lastEntry()).toMatchObject({ outcome: 'failed', error: { code: 'binding.putBackFailed' } })
  })

  it('leaves everything as it was when the delete is refused', async () => {
    const { cloud, one, bound, rebind, lastEntry } = await startBound()
    cloud.fault({ action: 'DeleteLiveCallbackRule', kind: 'error', code: 'UnauthorizedOperation', times: 1 })
    await expect(rebind()).rejects.toMatchObject({ code: 'cloud.refused' })
    expect(await bound()).toMatchObject({ templateId: one.id })
    expect(await lastEntry()).toMatchObject({ kind: 'binding.replaced', outcome: 'failed' })
  })

  it.each(['DeleteLiveCallbackRule', 'CreateLiveCallbackRule'])(
    'goes on when only the answer to %s was lost',
    async (action) => {
      const { cloud, two, bound, rebind } = await startBound()
      cloud.fault({ action, kind: 'timeoutAfterEffect', times: 1 })
      expect((await rebind()).outcome).toBe('done')
      expect(await bound()).toMatchObject({ templateId: two.id })
    },
  )

  it.each(['hang', 'reset', 'html'] as const)('puts the old template back when the create meets a %s', async (kind) => {
    const { cloud, one, bound, rebind } = await startBound()
    cloud.fault({ action: 'CreateLiveCallbackRule', kind, times: 1 })
    expect((await rebind()).outcome).toBe('putBack')
    expect(await bound()).toMatchObject({ templateId: one.id })
  })

  it('does nothing when the cloud holds something else by now, or already what is wanted', async () => {
    const { client, cloud, one, two, rebind } = await startBound()
    await rebind()
    const before = cloud.calls().length
    await expect(rebind()).rejects.toMatchObject({ code: 'binding.stale' })
    expect(await client.bindings.set({ domain, app: '', before: two.id, templateId: two.id })).toEqual({
      outcome: 'unchanged',
      steps: [],
    })
    const actions = cloud
      .calls()
      .slice(before)
      .map(({ action }) => action)
    expect(actions.filter((action) => !action.startsWith('Describe'))).toEqual([])
    expect(one.id).not.toBe(two.id)
  })

  it('refuses what no rule can be made for', async () => {
    const { client, one } = await startBound()
    const set = (name: string, templateId = one.id) =>
      client.bindings.set({ domain: name, app: '', before: null, templateId })
    await expect(set('play.practice.example')).rejects.toMatchObject({ code: 'binding.playDomain' })
    await expect(set('nowhere.example')).rejects.toMatchObject({ code: 'domain.notFound' })
    await expect(set('push2.practice.example', 1)).rejects.toMatchObject({ code: 'template.notFound' })
  })

  it('makes one change of two that start from the same picture', async () => {
    const { client, two, one, bound } = await startBound()
    const results = await Promise.allSettled([
      client.bindings.set({ domain, app: '', before: one.id, templateId: two.id }),
      client.bindings.set({ domain, app: '', before: one.id, templateId: null }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(await bound()).toMatchObject({ templateId: two.id })
  })

  it('goes to its end although the window has gone', async () => {
    const { cloud, client, two, one, bound } = await startBound()
    cloud.fault({ action: 'DeleteLiveCallbackRule', kind: 'timeoutAfterEffect', times: 1 })
    const controller = new AbortController()
    const set = client.bindings.set(
      { domain, app: '', before: one.id, templateId: two.id },
      { signal: controller.signal },
    )
    await expect.poll(() => cloud.calls().at(-1)?.action).toBe('DeleteLiveCallbackRule')
    controller.abort()
    await expect(set).rejects.toMatchObject({ code: 'call.cancelled' })
    await expect.poll(async () => (await bound())?.templateId).toBe(two.id)
  })
})
