/** Test events through the practice cloud to this desk: real receiver, store, moderation and streams. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { EventRow } from '../../src-main/contract/events.ts'
import { sites, type UrlGroup, urlGroups } from '../../src-main/contract/sites.ts'
import type { TemplateDraft } from '../../src-main/contract/templates.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, startDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'
import { callbackKey, signed } from '../support/receiving-desk.ts'

const domain = 'push.practice.example'
const stream = 'callback-desk-test'
const within = { timeout: 60_000, interval: 50 }
const set: TemplateDraft['key'] = { action: 'set', key: callbackKey }

/** At the cloud's own pace: of what it sends by itself nothing comes within a test. */
async function startWithTemplate(key: TemplateDraft['key'] = set) {
  const dataDir = createDataDir()
  const settings = createSettingsFile({ settings: { receiver: { port: 0 } } })
  const desk = await startDesk({ dataDir, settings })
  const { client } = desk
  await client.practice.start({ site: 'cn', timeScale: 1 })
  const { urls } = await client.templates.deskUrls({})
  const { id } = await client.templates.save({ name: 'desk', description: '', urls, recordExceptionLevels: [], key })
  const rows: EventRow[] = []
  const redelivered: { id: number; deliveries: number }[] = []
  client.events.tail(
    { after: null, filter: {} },
    {
      onItem(batch) {
        rows.push(...batch.rows)
        redelivered.push(...batch.redelivered)
      },
    },
  )
  const send = (group: UrlGroup) => client.templates.sendTest({ templateId: id, group })
  const arrived = (count: number) => vi.waitFor(() => expect(rows).toHaveLength(count), within)
  /** An event of the cloud's, to the address the template has now. */
  const happen = async (group: UrlGroup, body: object) => {
    const found = (await client.templates.list({})).items.find((template) => template.id === id)
    const event = signed({ app: domain, appname: 'live', stream_id: stream, sequence: '1', ...body })
    await control(desk.practice(), 'fetch', { url: found?.urls[group], body: JSON.stringify(event) })
  }
  return { ...desk, dataDir, settings, id, rows, redelivered, send, arrived, happen }
}

const control = ({ endpoint, secretKey }: PracticeCloud, verb: string, input: object) =>
  fetch(`${endpoint}/practice/${verb}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}` },
    body: JSON.stringify(input),
  })

describe('a test event to this desk', () => {
  it('arrives verified and marked, whatever its type, and counts as delivered again on request', async () => {
    const { client, id, rows, redelivered, send, arrived } = await startWithTemplate()
    await bindNow(client, { domain, templateId: id })
    for (const group of sites.cn.settable)
      expect(await send(group), group).toMatchObject({ status: 200, toThisDesk: true, signed: true, domain })
    await arrived(sites.cn.settable.length)
    expect(rows.map(({ type }) => type)).toEqual(sites.cn.settable.flatMap((group) => [...urlGroups[group].types]))
    for (const row of rows)
      expect(row).toMatchObject({ trust: 'ok', templateId: id, domain, stream, rejection: null, facts: { test: 1 } })

    const { id: testId } = await send('streamBegin')
    // Seen once before it comes again: otherwise the row itself would say that it came twice.
    await arrived(sites.cn.settable.length + 1)
    expect(await client.templates.repeatTest({ id: testId })).toMatchObject({ status: 200, attempt: 2 })
    await vi.waitFor(() => expect(redelivered).toMatchObject([{ deliveries: 2 }]), within)
    expect(rows).toHaveLength(sites.cn.settable.length + 1)
    const { entries } = await client.activity.page({ filter: { kinds: ['template.tested'] } })
    expect(entries).toHaveLength(rows.length + 1)
    expect(entries[0]).toMatchObject({ outcome: 'ok', wayBack: null, after: { attempt: 2, status: 200 } })
    expect(entries[1]).toMatchObject({ after: { attempt: null, urlGroup: 'streamBegin' } })
  })

  it('is unsigned without a key', async () => {
    const { rows, send } = await startWithTemplate({ action: 'clear' })
    expect(await send('streamBegin')).toMatchObject({ status: 200, signed: false })
    await vi.waitFor(() => expect(rows).toMatchObject([{ trust: 'noKey', facts: { test: 1 } }]), within)
  })

  it('is a matter of operators', async () => {
    const { id, openWindow } = await startWithTemplate()
    const call = openWindow('moderator').templates.sendTest({ templateId: id, group: 'streamBegin' })
    await expect(call).rejects.toMatchObject({ code: 'call.role' })
  })
})

describe('a test event proves nothing', () => {
  it('of a binding', async () => {
    const { client, id, send, arrived, happen } = await startWithTemplate()
    await bindNow(client, { domain, templateId: id })
    await send('streamBegin')
    await arrived(1)
    const proof = async () => (await client.bindings.list({})).items.find((each) => each.domain === domain)?.effect
    expect(await proof()).toMatchObject({ state: 'pending', provenByEvent: null })
    await happen('streamBegin', { event_type: 1 })
    await arrived(2)
    expect(await proof()).toMatchObject({ state: 'inEffect', provenByEvent: 2 })
  })

  it('of events that come, to the check of a domain', async () => {
    const { client, id, send, arrived, happen } = await startWithTemplate()
    await bindNow(client, { domain, templateId: id })
    for (const group of sites.cn.settable) await send(group)
    await arrived(sites.cn.settable.length)
    const reasons = async () => {
      const { domains } = await client.health.check({})
      return domains.find((each) => each.domain === domain)?.links.map(({ reason }) => reason)
    }
    expect(await reasons()).toContain('noEventYet')
    await happen('streamBegin', { event_type: 1 })
    await arrived(sites.cn.settable.length + 1)
    expect(await reasons()).not.toContain('noEventYet')
  })

  it('of a new key', async () => {
    const { client, id, rows, send, arrived } = await startWithTemplate()
    await client.templates.rotateKey({ id })
    await send('streamBegin')
    await arrived(1)
    expect(rows).toMatchObject([{ trust: 'ok' }])
    const [rotation] = (await client.templates.rotations({})).items
    expect(rotation).toMatchObject({ signedWith: null, newSince: null })
  })

  it('of a new address', async () => {
    const { client, id, send, arrived, happen } = await startWithTemplate()
    await bindNow(client, { domain, templateId: id })
    await client.practice.changeAddress({})
    await vi.waitFor(async () => expect((await client.address.startMove({})).items).toHaveLength(1), within)
    await send('streamBegin')
    await arrived(1)
    const confirmedBy = async () => (await client.address.move({})).items.map((item) => item.confirmedBy)
    expect(await confirmedBy()).toEqual([null])
    await happen('streamBegin', { event_type: 1 })
    await vi.waitFor(async () => expect(await confirmedBy()).toEqual([2]), within)
  })

  it('for moderators or of a stream, nor after a restart', async () => {
    const { client, practice, send, arrived, happen, close, dataDir, settings } = await startWithTemplate()
    practice().emit({ type: 1, domain, stream })
    await happen('streamBegin', { event_type: 1, event_time: Math.floor(Date.now() / 1000) })
    await send('pornCensorship')
    await send('streamEnd')
    // What comes after it has been dealt with after it.
    const flagged = { event_type: 317, suggestion: 'Block', label: 'Porn', socre: [99] }
    await happen('pornCensorship', { ...flagged, stream_id: 'real', img: 'https://x.invalid/1.jpg', screenshotTime: 1 })
    await arrived(4)
    const cases = async (of: typeof client) => (await of.alerts.cases({})).rows.map((each) => each.stream)
    await vi.waitFor(async () => expect(await cases(client)).toEqual(['real']), within)
    const seen = async (of: typeof client) => (await of.streams.onAir({})).items.find((each) => each.stream === stream)
    expect(await seen(client)).toMatchObject({ alerts: 0, lastEvent: { id: 1, type: 1 } })

    await close()
    const again = await startDesk({ dataDir, settings })
    again.practice().emit({ type: 1, domain, stream })
    await vi.waitFor(async () => expect(await cases(again.client)).toEqual(['real']), within)
    expect(await seen(again.client)).toMatchObject({ alerts: 0, lastEvent: { id: 1, type: 1 } })
  })
})

describe('a test event to somewhere else', () => {
  it('shows what answers there, or why nothing does', async () => {
    const { client, practice, rows } = await startWithTemplate()
    const server = createServer((_request, response) => response.writeHead(500).end('no such route'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    await control(practice(), 'resolve', { 'other.example': `127.0.0.1:${port}`, 'gone.example': '127.0.0.1:1' })
    const urls = {
      streamBegin: 'http://other.example/x',
      streamEnd: 'http://gone.example/x',
      snapshot: 'https://other.example/x',
    }
    const draft = { name: 'other', description: '', urls, recordExceptionLevels: [], key: set }
    const { id: templateId } = await client.templates.save(draft)
    const send = (group: UrlGroup) => client.templates.sendTest({ templateId, group })
    expect(await send('streamBegin')).toMatchObject({ status: 500, body: 'no such route', toThisDesk: false })
    expect(await send('streamEnd')).toMatchObject({
      status: null,
      error: { code: 'cloud.connect', params: { host: 'gone.example' } },
    })
    expect(await send('snapshot')).toMatchObject({ status: null, error: { code: 'cloud.tls' } })
    await expect(send('record')).rejects.toMatchObject({ code: 'template.noUrl' })
    expect(rows).toEqual([])
  })
})
