/** From nothing to an event that proves a binding, with the real practice cloud, receiver and store. */
import { describe, expect, it, vi } from 'vitest'
import type { DeskStatus } from '../../src-main/contract/desk.ts'
import type { EventRow } from '../../src-main/contract/events.ts'
import { startDesk } from '../support/desk.ts'
import { applyPlan } from '../support/plans.ts'

const domain = 'push.practice.example'
/** A change takes effect after 5 to 10 s: to be seen pending before, also on a busy machine. */
const timeScale = 60
const within = { timeout: 60_000, interval: 50 }

describe('an operator on the practice cloud', () => {
  it('makes a template, binds a domain, sees it proven by an event, and unbinds', async () => {
    const { client, practice } = await startDesk()

    const account = await client.practice.start({ site: 'cn', timeScale })
    expect(account).toMatchObject({ name: 'Practice', hasKey: true, practiceTimeScale: timeScale })
    expect((await client.account.list({})).activeId).toBe(account.id)
    const status: DeskStatus[] = []
    client.desk.status({}, { onItem: (each) => status.push(each) })
    expect(await client.receiver.prove({})).toMatchObject({ state: 'proven', url: 'http://desk.practice.example' })

    const { urls, base } = await client.templates.deskUrls({})
    expect(base).toBe('http://desk.practice.example')
    const key = 'k'.repeat(32)
    const template = await client.templates.save({
      name: 'desk',
      description: '',
      urls,
      recordExceptionLevels: ['error'],
      key: { action: 'set', key },
    })
    expect(template).toMatchObject({
      name: 'desk',
      hasKey: true,
      keyIsWeak: false,
      usedBy: [],
      unreadable: ['recordStatus'],
    })
    expect(template.toThisDesk.sort()).toEqual(Object.keys(urls).sort())
    expect(template.urls.recordStatus).toBe(urls.recordStatus)

    const plan = await client.plans.bind({ targets: [{ domain, app: '' }], templateId: template.id })
    expect(plan.items).toMatchObject([{ before: null, warnings: [], steps: [{ action: 'createRule' }] }])
    expect((await applyPlan(client, plan.id)).items.get(plan.items[0]?.key ?? '')).toMatchObject({ state: 'done' })
    const binding = async () => (await client.bindings.list({})).items.find((each) => each.domain === domain)
    expect(await binding()).toMatchObject({
      templateId: template.id,
      effect: { state: 'pending', provenByEvent: null },
    })

    const rows: EventRow[] = []
    client.events.tail({ after: null, filter: {} }, { onItem: (batch) => void rows.push(...batch.rows) })
    await vi.waitFor(() => {
      practice().emit({ type: 1, domain })
      expect(rows.some(({ type, trust }) => type === 1 && trust === 'ok')).toBe(true)
    }, within)
    await vi.waitFor(async () => {
      const { effect } = (await binding()) ?? expect.fail('the binding is gone')
      expect(effect).toMatchObject({ state: 'inEffect' })
      expect(rows.find(({ id }) => id === effect.provenByEvent)).toMatchObject({ trust: 'ok', templateId: template.id })
    }, within)
    expect((await client.templates.list({})).items[0]?.usedBy).toEqual([{ domain, app: '' }])
    await vi.waitFor(() => expect(status.at(-1)?.events.stored).toBeGreaterThan(0), within)

    expect(await client.templates.remove({ id: template.id, unbind: false }).catch((error) => error)).toMatchObject({
      code: 'template.bound',
      params: { count: 1 },
    })
    await client.templates.remove({ id: template.id, unbind: true })
    expect(await binding()).toMatchObject({ templateId: null, effect: { state: 'pending' } })
    await vi.waitFor(async () => expect(await binding()).toBeUndefined(), within)

    const { entries } = await client.activity.page({ filter: {} })
    expect(entries.map(({ kind }) => kind)).toEqual([
      'template.removed',
      'binding.removed',
      'binding.created',
      'template.created',
      'account.activated',
      'practice.started',
    ])
    const created = entries.find(({ kind }) => kind === 'template.created')
    expect(created?.after).toMatchObject({ name: 'desk', key: 'set' })
    expect(created?.after?.['url.record']).toMatch(/^http:\/\/desk\.practice\.example\/c\/[a-z0-9]{8}\.\*{4}\/record$/)
  })
})
