/**
 * The public address becomes another one while events flow: the practice cloud, the receiver, the prover and the
 * store are real. Counted: every event the cloud sent is stored.
 */
import { describe, expect, it, vi } from 'vitest'
import type { EventRow } from '../../src-main/contract/events.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, startDesk, type TestDesk, type TestDeskOptions } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

/** Ten cloud minutes in a second. */
const timeScale = 600
const within = { timeout: 60_000, interval: 50 }
const former = 'http://desk.practice.example'
const present = 'http://desk-2.practice.example'

const moveOf = ({ client }: TestDesk) => client.address.move({})
const stateOf = async (desk: TestDesk) => (await moveOf(desk)).state

async function addTemplate({ client }: TestDesk, name: string, domain: string | null) {
  const { urls } = await client.templates.deskUrls({})
  const key = { action: 'set', key: `${name}Key0123456789abcdefgh` } as const
  const { id } = await client.templates.save({ name, description: '', urls, recordExceptionLevels: [], key })
  if (domain) await bindNow(client, { domain, templateId: id })
  return id
}

/** The third push domain is one on which nothing happens by itself. */
const quiet = 2

async function startWithTemplates(names: readonly string[], options: TestDeskOptions = {}, first = 0) {
  const desk = await startDesk({ cloudTimeoutMs: 5000, ...options })
  await desk.client.practice.start({ site: 'cn', timeScale })
  await desk.client.receiver.prove({})
  const pushDomains = (await desk.client.domains.list({})).items.filter(({ kind }) => kind === 'push')
  const ids: number[] = []
  for (const [index, name] of names.entries())
    ids.push(await addTemplate(desk, name, pushDomains[first + index]?.name ?? null))
  return { desk, ids, pushDomains: pushDomains.map(({ name }) => name) }
}

/** Sends an event every few milliseconds, each about a stream of its own, and keeps what the cloud took on. */
function startStorm(desk: TestDesk, domain: string) {
  const sent: string[] = []
  let count = 0
  const timer = setInterval(() => {
    const stream = `storm-${++count}`
    if (desk.practice().emit({ type: 1, domain, stream })?.url) sent.push(stream)
  }, 20)
  return {
    sent,
    stop() {
      clearInterval(timer)
    },
  }
}

async function storedStreams({ client }: TestDesk): Promise<string[]> {
  const rows: EventRow[] = []
  let before: number | undefined
  do {
    const page = await client.events.page({ filter: { types: [1] }, limit: 500, ...(before ? { before } : {}) })
    rows.push(...page.rows)
    before = page.hasMore ? page.rows.at(-1)?.id : undefined
  } while (before !== undefined)
  return rows.flatMap(({ stream }) => (stream?.startsWith('storm-') ? [stream] : []))
}

describe('a change of address', () => {
  it('loses no event, from before the change until the former address is let go', async () => {
    const { desk, ids, pushDomains } = await startWithTemplates(['one'])
    const [domain = ''] = pushDomains
    const { client } = desk
    const prompt = vi.fn()
    await vi.waitFor(() => {
      if (desk.practice().emit({ type: 1, domain })?.url) prompt()
      expect(prompt).toHaveBeenCalled()
    }, within)
    const storm = startStorm(desk, domain)
    await vi.waitFor(() => expect(storm.sent.length).toBeGreaterThan(20), within)

    expect(await client.practice.changeAddress({})).toEqual({ address: present })
    await vi.waitFor(async () => expect(await moveOf(desk)).toMatchObject({ state: 'needed', to: present }), within)
    expect((await moveOf(desk)).items).toMatchObject([{ templateId: ids[0], from: former, bindings: 1 }])
    expect((await client.templates.list({})).items[0]).toMatchObject({ toThisDesk: [] })

    const started = await client.address.startMove({})
    expect(started.items).toMatchObject([{ movedAt: expect.any(Number), error: null }])
    const [item] = started.items
    expect((item?.expectedBy ?? 0) - (item?.movedAt ?? 0)).toBe(1000)
    // The receiver goes away for a moment in the middle of it; the cloud comes again.
    await client.settings.set({ receiver: { port: 0 } })

    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('done'), within)
    const done = (await moveOf(desk)).items[0]
    const proof = await client.events.get({ id: done?.confirmedBy ?? 0 })
    expect(proof.headers.find(([name]) => name.toLowerCase() === 'host')?.[1]).toBe('desk-2.practice.example')
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('none'), within)
    storm.stop()

    await vi.waitFor(async () => {
      const stored = await storedStreams(desk)
      expect(storm.sent.filter((stream) => !stored.includes(stream))).toEqual([])
      expect(stored).toHaveLength(storm.sent.length)
    }, within)
    console.info(`address change: ${storm.sent.length} events sent, ${(await storedStreams(desk)).length} stored`)
    const { entries } = await client.activity.page({ filter: { kinds: ['template.moved'] } })
    expect(entries).toMatchObject([{ outcome: 'ok', target: `one (${ids[0]})` }])
  })

  it('lists a template the cloud refuses, with its reason, and moves it at the next try', async () => {
    const { desk, ids } = await startWithTemplates(['a', 'b', 'c'])
    const { client } = desk
    await client.practice.changeAddress({})
    const code = 'InvalidParameter.UrlNotSafe'
    desk.practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'error', code, times: 1 })
    const status = await client.address.startMove({})
    expect(status.state).toBe('failed')
    // What was moved first may be due already.
    expect(status.items.map(({ state }) => state === 'failed')).toEqual([true, false, false])
    expect(status.items[0]).toMatchObject({
      templateId: ids[0],
      error: { code: 'cloud.refused', details: { apiCode: code } },
    })

    const again = await client.address.startMove({ templateIds: [ids[0] ?? 0] })
    expect(again.items.map(({ state }) => state)).not.toContain('failed')
    const { items } = await client.templates.list({})
    expect(items.map(({ toThisDesk, toFormerAddress }) => [toThisDesk.length > 0, toFormerAddress])).toEqual(
      ids.map(() => [true, []]),
    )
  })

  it('knows a template that was moved although no answer came', async () => {
    const { desk } = await startWithTemplates(['a'])
    await desk.client.practice.changeAddress({})
    desk.practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'timeoutAfterEffect', times: 1 })
    expect((await desk.client.address.startMove({})).items).toMatchObject([
      { movedAt: expect.any(Number), error: null },
    ])
  })

  it('goes on after the desk was closed in the middle of it', async () => {
    const kept = { dataDir: createDataDir(), settings: createSettingsFile({ settings: { receiver: { port: 0 } } }) }
    const { desk } = await startWithTemplates(['a', 'b', 'c'], kept)
    await desk.client.practice.changeAddress({})
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('needed'), within)
    desk.practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'hang', times: 1 })
    void desk.client.address.startMove({}).catch(() => {})
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('moving'), within)
    await desk.close()

    const second = await startDesk(kept)
    await vi.waitFor(async () => {
      const { items, state } = await moveOf(second)
      expect(state).toBe('overdue')
      expect(items.map(({ from }) => from)).toEqual([former, former, former])
    }, within)
    const { items } = await second.client.templates.list({})
    expect(items.map(({ toThisDesk }) => toThisDesk.length > 0)).toEqual([true, true, true])
  })

  it('learns of an address that changed while the desk was closed', async () => {
    const kept = { dataDir: createDataDir(), settings: createSettingsFile({ settings: { receiver: { port: 0 } } }) }
    const { desk } = await startWithTemplates(['a'], kept)
    await desk.close()
    kept.settings.write({ ...kept.settings.read(), practiceAddress: 2 })
    const second = await startDesk(kept)
    await vi.waitFor(async () => expect(await moveOf(second)).toMatchObject({ state: 'needed', to: present }), within)
  })

  it('can be put back when nothing comes by the new address', async () => {
    const { desk, ids, pushDomains } = await startWithTemplates(['a'], {}, quiet)
    const { client } = desk
    const before = (await client.templates.list({})).items[0]?.urls
    await client.practice.changeAddress({})
    await client.address.startMove({})
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('overdue'), within)
    const status = await client.address.putBack({})
    expect(status).toMatchObject({ state: 'left', items: [{ templateId: ids[0], state: 'left' }] })
    expect((await client.templates.list({})).items[0]).toMatchObject({ urls: before, toThisDesk: [] })
    const { entries } = await client.activity.page({ filter: { kinds: ['template.movedBack'] } })
    expect(entries).toMatchObject([{ outcome: 'ok' }])
    // Events go on coming by the former address.
    await vi.waitFor(async () => {
      desk.practice().emit({ type: 1, domain: pushDomains[quiet] ?? '' })
      const { rows } = await client.events.page({ filter: {}, limit: 1 })
      const { headers } = await client.events.get({ id: rows[0]?.id ?? 0 })
      expect(headers.find(([name]) => name.toLowerCase() === 'host')?.[1]).toBe('desk.practice.example')
    }, within)
    expect(await client.address.dismissMove({})).toMatchObject({ state: 'needed', dismissed: true })
  })

  it('is accepted as it is when a person says so', async () => {
    const { desk } = await startWithTemplates(['a'], {}, quiet)
    await desk.client.practice.changeAddress({})
    await desk.client.address.startMove({})
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('overdue'), within)
    expect(await desk.client.address.dismissMove({})).toMatchObject({ state: 'done', dismissed: true })
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('none'), within)
  })

  it('needs no event for a template that nothing uses', async () => {
    const { desk } = await startWithTemplates([])
    await addTemplate(desk, 'unused', null)
    await desk.client.practice.changeAddress({})
    await desk.client.address.startMove({})
    await vi.waitFor(async () => expect(await stateOf(desk)).toBe('done'), within)
  })

  it('moves alone once the person has said so, and only when the address is proven', async () => {
    const { desk } = await startWithTemplates(['a'])
    await desk.client.settings.set({ moveTemplates: 'alone' })
    await desk.client.practice.changeAddress({})
    await vi.waitFor(async () => expect(['pending', 'overdue', 'done']).toContain(await stateOf(desk)), within)
    const { entries } = await desk.client.activity.page({ filter: { kinds: ['template.moved'] } })
    expect(entries).toHaveLength(1)
  })

  it('is not begun while the new address does not lead here', async () => {
    const { desk } = await startWithTemplates(['a'])
    await desk.client.practice.changeAddress({})
    desk.practice().resolve({ 'desk-2.practice.example': '127.0.0.1:1' })
    await expect(desk.client.address.startMove({})).rejects.toMatchObject({ code: 'move.notProven' })
    expect((await desk.client.templates.list({})).items[0]?.toThisDesk).toEqual([])
    expect((await desk.client.receiver.prove({})).error).toMatchObject({ code: 'receiver.addressClosed' })
  })
})
