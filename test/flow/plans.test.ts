/** Plans through the whole desk, against the practice cloud: many bindings at once, put back, and what goes wrong. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { TemplateDraft } from '../../src-main/contract/templates.ts'
import { call } from '../practice/helpers.ts'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'
import { applyPlan } from '../support/plans.ts'

type Draft = z.input<typeof TemplateDraft>

const [one, two, closed, play] = [
  'push.practice.example',
  'push2.practice.example',
  'closed.practice.example',
  'play.practice.example',
]
const draft = (name: string, more: Partial<Draft> = {}): Draft => ({
  name,
  description: '',
  urls: { record: 'https://cb.example.com/record' },
  recordExceptionLevels: [],
  key: { action: 'keep' },
  ...more,
})

async function startBoth() {
  const cloud = await startCloud()
  // Nothing here times out, however busy the machine is.
  const desk = await startDesk({ cloudTimeoutMs: 10_000 })
  await desk.client.account.save(draftFor(cloud))
  const [a, b] = [await desk.client.templates.save(draft('a')), await desk.client.templates.save(draft('b'))]
  const rules = async () =>
    Object.fromEntries(
      (await desk.client.bindings.list({})).items.flatMap(({ domain, app, templateId }) =>
        templateId === null ? [] : [[`${domain}/${app}`, templateId]],
      ),
    )
  const bind = (targets: { domain: string; app: string }[], templateId: number | null) =>
    desk.client.plans.bind({ targets, templateId })
  return { cloud, desk, ...desk, a: a.id, b: b.id, rules, bind }
}

describe('a plan of bindings', () => {
  it('says per domain and app what will happen, and does exactly that', async () => {
    const { client, bind, rules, a, b } = await startBoth()
    await applyPlan(client, (await bind([{ domain: one, app: '' }], a)).id)
    const plan = await bind(
      [
        { domain: one, app: '' },
        { domain: one, app: 'live' },
        { domain: two, app: '' },
        { domain: closed, app: '' },
        { domain: play, app: '' },
        { domain: 'gone.example', app: '' },
      ],
      b,
    )
    expect(plan.items.map(({ key, change, conflict, warnings }) => ({ key, change, conflict, warnings }))).toEqual([
      { key: `rule:${one}/`, change: 'replace', conflict: null, warnings: ['gapWhileRebinding'] },
      { key: `rule:${one}/live`, change: 'create', conflict: null, warnings: ['hiddenFromConsole'] },
      { key: `rule:${two}/`, change: 'create', conflict: null, warnings: [] },
      { key: `rule:${closed}/`, change: 'create', conflict: null, warnings: ['domainDisabled'] },
      { key: `rule:${play}/`, change: 'conflict', conflict: 'playDomain', warnings: [] },
      { key: 'rule:gone.example/', change: 'conflict', conflict: 'domainGone', warnings: [] },
    ])
    const { items, states } = await applyPlan(client, plan.id)
    expect(states.at(-1)).toBe('finished')
    expect([...items.values()].map(({ state }) => state)).toEqual([
      'done',
      'done',
      'done',
      'done',
      'skipped',
      'skipped',
    ])
    expect(items.get(`rule:${one}/`)?.steps.map(({ action, state }) => `${action} ${state}`)).toEqual([
      'deleteRule done',
      'createRule done',
    ])
    expect(await rules()).toEqual({ [`${one}/`]: b, [`${one}/live`]: b, [`${two}/`]: b, [`${closed}/`]: b })
  })

  it('changes nothing the second time, applied again or made again', async () => {
    const { client, cloud, bind, a } = await startBoth()
    const plan = await bind([{ domain: one, app: '' }], a)
    await applyPlan(client, plan.id)
    const before = cloud.calls().length
    expect((await applyPlan(client, plan.id)).items.get(`rule:${one}/`)?.state).toBe('done')
    const again = await client.plans.remake({ planId: plan.id })
    expect(again.plan.items[0]?.change).toBe('unchanged')
    await applyPlan(client, again.plan.id)
    const changing = cloud
      .calls()
      .slice(before)
      .filter(({ action }) => !action.startsWith('Describe'))
    expect(changing).toEqual([])
  })

  it('is refused when the cloud holds something else by now, and made again with the differences', async () => {
    const { client, bind, rules, a, b } = await startBoth()
    const targets = [
      { domain: one, app: '' },
      { domain: two, app: '' },
    ]
    const [first, second] = [await bind(targets, a), await bind([{ domain: two, app: '' }], b)]
    await applyPlan(client, second.id)
    await expect(applyPlan(client, first.id)).rejects.toMatchObject({ code: 'plan.stale', params: { count: 1 } })
    expect(await rules()).toEqual({ [`${two}/`]: b })
    const { plan, differences } = await client.plans.remake({ planId: first.id })
    expect(differences.map(({ was, now }) => [was?.change, now.change])).toEqual([['create', 'replace']])
    await applyPlan(client, plan.id)
    expect(await rules()).toEqual({ [`${one}/`]: a, [`${two}/`]: a })
  })

  it('lists what failed with its reason, and tries again only that', async () => {
    const { client, cloud, bind, rules, a } = await startBoth()
    const plan = await bind(
      [one, two, closed].map((domain) => ({ domain, app: '' })),
      a,
    )
    cloud.fault({ action: 'CreateLiveCallbackRule', kind: 'error', code: 'InternalError.ConfNotFound', times: 1 })
    const { items } = await applyPlan(client, plan.id)
    const failed = [...items.values()].filter(({ state }) => state === 'failed')
    expect(failed).toMatchObject([{ error: { details: { apiCode: 'InternalError.ConfNotFound' } } }])
    const again = await client.plans.remake({ planId: plan.id, only: failed.map(({ key }) => key) })
    expect(again.plan.items).toHaveLength(1)
    await applyPlan(client, again.plan.id)
    expect(Object.values(await rules())).toEqual([a, a, a])
  })
})

describe('putting back', () => {
  it('reverses one change of Activity, and everything a plan has done', async () => {
    const { client, bind, rules, a, b } = await startBoth()
    await applyPlan(client, (await bind([{ domain: one, app: '' }], a)).id)
    const before = await rules()
    const plan = await bind(
      [
        { domain: one, app: '' },
        { domain: two, app: '' },
      ],
      b,
    )
    await applyPlan(client, plan.id)
    const { entries } = await client.activity.page({ filter: { planId: plan.id } })
    expect(entries.map(({ kind, wayBack }) => `${kind} ${wayBack}`).sort()).toEqual([
      'binding.created open',
      'binding.replaced open',
    ])
    const created = entries.find(({ kind }) => kind === 'binding.created')
    await applyPlan(client, (await client.plans.putBack({ activityId: created?.id ?? 0 })).id)
    expect(await rules()).toEqual({ [`${one}/`]: b })
    const back = await client.plans.putBack({ planId: plan.id })
    expect(back.items.map(({ change }) => change).sort()).toEqual(['replace', 'unchanged'])
    await applyPlan(client, back.id)
    expect(await rules()).toEqual(before)
  })

  it('brings a removed template back with its bindings, and says what that cannot bring back', async () => {
    const { client, bind, rules } = await startBoth()
    const secret = { action: 'set' as const, key: 'sampleKeyOfThisTest01' }
    const { id } = await client.templates.save(
      draft('c', { key: secret, urls: { record: 'https://cb.example.com/c' } }),
    )
    await applyPlan(client, (await bind([{ domain: one, app: '' }], id)).id)
    await client.templates.remove({ id, unbind: true })
    const { entries } = await client.activity.page({ filter: {}, limit: 2 })
    expect(entries.map(({ kind }) => kind)).toEqual(['template.removed', 'binding.removed'])
    const [template, binding] = entries
    const plan = await client.plans.putBack({ activityId: template?.id ?? 0 })
    expect(plan.items).toMatchObject([{ change: 'create', warnings: ['newId', 'keyUnknown'] }])
    await applyPlan(client, plan.id)
    await applyPlan(client, (await client.plans.putBack({ activityId: binding?.id ?? 0 })).id)
    const made = (await client.templates.list({})).items.find(({ name }) => name === 'c')
    expect(made).toMatchObject({ urls: { record: 'https://cb.example.com/c' }, hasKey: false })
    expect(await rules()).toEqual({ [`${one}/`]: made?.id })
  })

  it('reverses an edit, a new template and a disabled domain', async () => {
    const { client, a } = await startBoth()
    const lastEntry = async () => (await client.activity.page({ filter: {}, limit: 1 })).entries[0]?.id ?? 0
    const putBack = async () => applyPlan(client, (await client.plans.putBack({ activityId: await lastEntry() })).id)
    await client.templates.save(draft('renamed', { id: a, urls: { record: '', snapshot: 'https://cb.example.com/s' } }))
    await putBack()
    const names = async () => (await client.templates.list({})).items.map(({ name }) => name)
    expect((await client.templates.list({})).items.find(({ id }) => id === a)).toMatchObject({
      name: 'a',
      urls: { record: 'https://cb.example.com/record' },
    })
    await client.templates.save(draft('new'))
    await putBack()
    expect(await names()).not.toContain('new')
    await client.domains.setEnabled({ name: one, enabled: false })
    await putBack()
    expect((await client.domains.list({})).items.find(({ name }) => name === one)?.enabled).toBe(true)
  })

  it('takes back what Health did for alerts, with the bucket as it is', async () => {
    const { client, cloud, rules } = await startBoth()
    const bucket = { CosAppId: 1_250_000_001, CosBucket: 'pictures', CosRegion: 'ap-guangzhou' }
    await call(cloud, 'CreateLiveSnapshotTemplate', { TemplateName: 'shots', ...bucket })
    await call(cloud, 'DeleteLiveSnapshotRule', { DomainName: two, AppName: '' })
    const held = async () => [
      (await call(cloud, 'DescribeLiveSnapshotRules')).Rules,
      (await call(cloud, 'DescribeLiveSnapshotTemplates')).Templates,
    ]
    const before = await held()
    const shots = (before[1] as { TemplateId: number; TemplateName: string }[]).find(
      ({ TemplateName }) => TemplateName === 'shots',
    )
    await client.health.fix({ domain: two, kind: 'bindSnapshots', choice: shots?.TemplateId ?? 0 })
    await client.health.fix({ domain: two, kind: 'turnOnDetection' })
    const { entries } = await client.activity.page({ filter: {}, limit: 2 })
    expect(entries.map(({ kind, target, wayBack }) => `${kind} ${target} ${wayBack}`)).toEqual([
      `snapshots.detectionOn shots (${shots?.TemplateId}) open`,
      `snapshots.bound ${two} open`,
    ])
    for (const [index, action] of ['turnOffDetection', 'unbindSnapshots'].entries()) {
      const plan = await client.plans.putBack({ activityId: entries[index]?.id ?? 0 })
      expect(plan.items).toMatchObject([{ steps: [{ action }], warnings: ['endsAlerts'] }])
      await applyPlan(client, plan.id)
    }
    expect(await held()).toEqual(before)
    expect(await rules()).toEqual({})
    const last = (await client.activity.page({ filter: {}, limit: 2 })).entries
    expect(last.map(({ kind, wayBack }) => `${kind} ${wayBack}`)).toEqual([
      'snapshots.unbound open',
      'snapshots.detectionOff open',
    ])
    for (const entry of last) await applyPlan(client, (await client.plans.putBack({ activityId: entry.id })).id)
    expect((await call(cloud, 'DescribeLiveSnapshotRules')).Rules).toContainEqual(
      expect.objectContaining({ DomainName: two, AppName: 'live', TemplateId: shots?.TemplateId }),
    )
  })

  it('says so when another snapshot template has been bound meanwhile', async () => {
    const { client, cloud } = await startBoth()
    const bucket = { CosAppId: 1_250_000_001, CosBucket: 'pictures', CosRegion: 'ap-guangzhou' }
    const make = async (TemplateName: string) =>
      Number((await call(cloud, 'CreateLiveSnapshotTemplate', { TemplateName, ...bucket })).TemplateId)
    const [first, second] = [await make('first'), await make('second')]
    await call(cloud, 'DeleteLiveSnapshotRule', { DomainName: two, AppName: '' })
    await client.health.fix({ domain: two, kind: 'bindSnapshots', choice: first })
    const bound = (await client.activity.page({ filter: {}, limit: 1 })).entries[0]
    await applyPlan(client, (await client.plans.putBack({ activityId: bound?.id ?? 0 })).id)
    const unbound = (await client.activity.page({ filter: { kinds: ['snapshots.unbound'] } })).entries[0]
    await call(cloud, 'CreateLiveSnapshotRule', { DomainName: two, TemplateId: second })
    const plan = await client.plans.putBack({ activityId: unbound?.id ?? 0 })
    expect(plan.items).toMatchObject([{ change: 'conflict', conflict: 'snapshotsTaken', steps: [] }])
  })

  it('lifts a ban, once', async () => {
    const { client, cloud } = await startBoth()
    const ref = { domain: one, app: 'live', stream: 'show' }
    cloud.emit({ type: 1, ...ref })
    await client.streams.ban({ ...ref, reason: 'test', until: null })
    const ban = (await client.activity.page({ filter: { kinds: ['stream.banned'] } })).entries[0]
    expect(ban?.wayBack).toBe('open')
    const plan = await client.plans.putBack({ activityId: ban?.id ?? 0 })
    expect(plan.items).toMatchObject([{ subject: 'ban', target: ref, change: 'remove', warnings: ['liftsBan'] }])
    expect((await applyPlan(client, plan.id)).items.get('ban:show')?.state).toBe('done')
    expect((await client.streams.state(ref)).state).not.toBe('forbid')
    expect((await client.streams.bans({})).running).toEqual([])
    const { entries } = await client.activity.page({ filter: { planId: plan.id } })
    expect(entries.map(({ kind, wayBack }) => `${kind} ${wayBack}`)).toEqual(['stream.resumed null'])
    const again = await client.plans.putBack({ activityId: ban?.id ?? 0 })
    expect(again.items.map(({ change }) => change)).toEqual(['unchanged'])
  })

  it('warns when somebody has changed it since, and refuses what has no way back', async () => {
    const { client, bind, a, b } = await startBoth()
    const plan = await bind([{ domain: one, app: '' }], a)
    await applyPlan(client, plan.id)
    const { entries } = await client.activity.page({ filter: { planId: plan.id } })
    await applyPlan(client, (await bind([{ domain: one, app: '' }], b)).id)
    const back = await client.plans.putBack({ activityId: entries[0]?.id ?? 0 })
    expect(back.items).toMatchObject([{ change: 'remove', warnings: ['changedSince'] }])
    const saved = (await client.activity.page({ filter: { kinds: ['account.saved'] } })).entries[0]
    expect(saved?.wayBack).toBeNull()
    await expect(client.plans.putBack({ activityId: saved?.id ?? 0 })).rejects.toMatchObject({
      code: 'activity.noWayBack',
    })
  })
})
