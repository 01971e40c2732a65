/** Callback templates through the whole desk, against the practice cloud. */
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { type TemplateDraft, templateLimit } from '../../src-main/contract/templates.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, draftFor, startCloud, startDesk, type TestDesk } from '../support/desk.ts'

const base = 'https://cb.example.com/desk'
const key = 'k'.repeat(32)
type Draft = z.input<typeof TemplateDraft>

const draft = (more: Partial<Draft> = {}): Draft => ({
  name: 'desk',
  description: 'made by a test'.replaceAll(' ', '-'),
  urls: { record: 'https://cb.example.com/record' },
  recordExceptionLevels: [],
  key: { action: 'set', key },
  ...more,
})

async function startBoth(cloudOptions = {}) {
  const cloud = await startCloud(cloudOptions)
  const [dataDir, settings] = [
    createDataDir(),
    createSettingsFile({ settings: { receiver: { port: 0, publicUrl: `${base}/` } } }),
  ]
  const desk = await startDesk({ dataDir, settings, cloudTimeoutMs: 3000 })
  await desk.client.account.save({ ...draftFor(cloud), site: cloud.status().site })
  const list = async () => (await desk.client.templates.list({})).items
  return { cloud, list, ...desk }
}

/** Changes the address of the way in use. */
async function moveTo(client: TestDesk['client'], url: string) {
  const { activeId, ways } = await client.tunnel.list({})
  const name = ways.find(({ id }) => id === activeId)?.name ?? 'Main'
  await client.tunnel.save({ ...(activeId !== null && { id: activeId }), name, config: { kind: 'own', url } })
}

describe('this desk’s addresses', () => {
  it('lead here, one slot for a template and one path for each of its groups', async () => {
    const { client } = await startBoth()
    const made = await client.templates.deskUrls({})
    expect(made.base).toBe(base)
    const paths = Object.values(made.urls).map((url) => url.slice(base.length).split('/'))
    expect(new Set(paths.map(([, c, token]) => `${c}/${token}`)).size).toBe(1)
    expect(new Set(paths.map((parts) => parts[3])).size).toBe(9)
    expect((await client.templates.deskUrls({})).urls.record).not.toBe(made.urls.record)
  })

  it('stay the same for a template that has them, and are recognised', async () => {
    const { client, list } = await startBoth()
    const { urls } = await client.templates.deskUrls({})
    const saved = await client.templates.save(draft({ urls: { ...urls, record: 'https://cb.example.com/elsewhere' } }))
    expect(saved.toThisDesk).not.toContain('record')
    expect(saved.toThisDesk).toContain('snapshot')
    expect((await client.templates.deskUrls({ templateId: saved.id })).urls).toEqual(urls)
    await moveTo(client, 'https://other.example.com')
    expect((await list())[0]?.toThisDesk).toEqual([])
    const moved = await client.templates.deskUrls({ templateId: saved.id })
    expect(moved.urls.record).toBe(urls.record?.replace(base, 'https://other.example.com'))
  })

  it('are as many as there can be templates, however often somebody looks', async () => {
    const { client } = await startBoth()
    const look = async () => (await client.templates.deskUrls({})).urls
    const used = await look()
    await client.templates.save(draft({ urls: used }))
    const looked = []
    for (let at = 0; at < 2 * templateLimit; at++) looked.push((await look()).record)
    expect(new Set(looked.slice(0, templateLimit)).size).toBe(templateLimit)
    expect(new Set(looked).size).toBe(templateLimit)
    expect(looked).not.toContain(used.record)
  })

  it('are none without a public address', async () => {
    const { client } = await startBoth()
    await client.tunnel.activate({ id: null })
    expect(await client.templates.deskUrls({})).toEqual({ base: null, urls: {} })
  })
})

describe('saving', () => {
  it('refuses what the cloud would, field by field, before any call', async () => {
    const { client, cloud } = await startBoth()
    const before = cloud.calls().length
    const error = await client.templates
      .save(draft({ name: 'no spaces here', urls: { record: 'http://127.0.0.1/x' }, key: { action: 'set', key: '-' } }))
      .catch((caught) => caught)
    expect(error).toMatchObject({
      code: 'template.invalid',
      details: {
        fields: [
          { path: 'name', problem: 'name.characters' },
          { path: 'key', problem: 'key.characters' },
          { path: 'urls.record', problem: 'url.loopback' },
        ],
      },
    })
    expect(cloud.calls().length).toBe(before)
  })

  it('changes only what the draft names', async () => {
    const { client } = await startBoth()
    const { id } = await client.templates.save(draft({ urls: { record: `${base}/a`, snapshot: `${base}/b` } }))
    const changed = await client.templates.save(
      draft({ id, name: 'renamed', urls: { snapshot: '', streamEnd: `${base}/c` }, key: { action: 'keep' } }),
    )
    expect(changed).toMatchObject({
      name: 'renamed',
      hasKey: true,
      urls: { record: `${base}/a`, streamEnd: `${base}/c` },
    })
    expect(changed.urls.snapshot).toBeUndefined()
    const { entries } = await client.activity.page({ filter: { kinds: ['template.changed'] } })
    expect(entries[0]).toMatchObject({
      before: { name: 'desk', 'url.snapshot': `${base}/b`, key: 'set' },
      after: { name: 'renamed', 'url.streamEnd': `${base}/c`, key: 'set' },
    })
  })

  it('sets, changes and clears the key, and shows none of it', async () => {
    const { client, sent } = await startBoth()
    const { id } = await client.templates.save(draft({ key: { action: 'set', key: 'short123' } }))
    expect((await client.templates.list({})).items[0]).toMatchObject({ hasKey: true, keyIsWeak: true })
    await client.templates.save(draft({ id, key: { action: 'set', key } }))
    expect((await client.templates.list({})).items[0]).toMatchObject({ hasKey: true, keyIsWeak: false })
    expect(await client.templates.save(draft({ id, key: { action: 'clear' } }))).toMatchObject({ hasKey: false })
    const { entries } = await client.activity.page({ filter: { kinds: ['template.created', 'template.changed'] } })
    expect(entries.map(({ after }) => after?.key)).toEqual(['none', 'changed', 'set'])
    expect(sent.join('\n')).not.toMatch(/short123|kkkkkkkk/)
  })

  it('remembers the address the cloud does not read back', async () => {
    const { client, list } = await startBoth()
    const { id } = await client.templates.save(draft({ urls: { recordStatus: `${base}/status`, record: `${base}/a` } }))
    expect((await list())[0]).toMatchObject({ unreadable: ['recordStatus'], urls: { recordStatus: `${base}/status` } })
    await client.templates.save(draft({ id, urls: { recordStatus: '', record: `${base}/a` } }))
    expect((await list())[0]?.urls.recordStatus).toBeUndefined()
  })

  it('leaves out what the international site cannot set', async () => {
    const { client } = await startBoth({ site: 'intl' })
    const saved = await client.templates.save(draft({ urls: { record: `${base}/a`, recordStatus: `${base}/b` } }))
    expect(saved).toMatchObject({ urls: { record: `${base}/a` }, unreadable: [] })
  })

  it('does not make two when the answer to the first is lost', async () => {
    const { client, cloud, list } = await startBoth()
    cloud.fault({ action: 'CreateLiveCallbackTemplate', kind: 'timeoutAfterEffect', times: 1 })
    const saved = await client.templates.save(draft())
    expect((await list()).map(({ id }) => id)).toEqual([saved.id])
  })

  it('says what went wrong when the cloud never got it', async () => {
    const { client, cloud, list } = await startBoth()
    cloud.fault({ action: 'CreateLiveCallbackTemplate', kind: 'error', code: 'InvalidParameter.UrlNotSafe', times: 1 })
    await expect(client.templates.save(draft())).rejects.toMatchObject({
      details: { apiCode: 'InvalidParameter.UrlNotSafe' },
    })
    cloud.fault({ action: 'CreateLiveCallbackTemplate', kind: 'hang', times: 1 })
    await expect(client.templates.save(draft())).rejects.toMatchObject({ code: 'cloud.timeout' })
    expect(await list()).toEqual([])
    const { entries } = await client.activity.page({ filter: { outcome: 'failed', kinds: ['template.created'] } })
    expect(entries).toHaveLength(2)
  })

  it('of a template that is gone says so', async () => {
    const { client } = await startBoth()
    await expect(client.templates.save(draft({ id: 5 }))).rejects.toMatchObject({ code: 'template.notFound' })
    await expect(client.templates.remove({ id: 5, unbind: true })).rejects.toMatchObject({ code: 'template.notFound' })
  })

  it('stops at the account’s limit', async () => {
    const { client } = await startBoth()
    const { limit } = await client.templates.list({})
    for (let count = 0; count < limit; count++) await client.templates.save(draft({ name: `desk-${count}` }))
    await expect(client.templates.save(draft())).rejects.toMatchObject({
      code: 'template.limit',
      params: { limit: 50 },
    })
  })
})
