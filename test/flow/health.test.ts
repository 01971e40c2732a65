/**
 * Push domains that are broken in different ways: the chain names the broken link of each, and its fix mends it.
 * The desk, the practice cloud and the address are real.
 */
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { HealthLink, HealthLinkName } from '../../src-main/contract/health.ts'
import type { TemplateDraft } from '../../src-main/contract/templates.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { call } from '../practice/helpers.ts'
import { createDataDir, startDesk, type TestDesk } from '../support/desk.ts'
import { pushDomain, writeCloudState } from '../support/many-domains.ts'
import { bindNow } from '../support/plans.ts'

type Draft = z.input<typeof TemplateDraft>

const base = 'http://desk.practice.example'
const theirs = 'http://theirs.example.com/'
const key = { action: 'set', key: 'k'.repeat(32) } as const
let cloud: PracticeCloud
let desk: TestDesk
let detecting: number
let plain: number

const snapshotTemplate = async (name: string, PornFlag: number) => {
  const bucket = { CosAppId: 1_250_000_001, CosBucket: 'pictures', CosRegion: 'ap-guangzhou' }
  const answer = await call(cloud, 'CreateLiveSnapshotTemplate', { TemplateName: name, PornFlag, ...bucket })
  return Number(answer.TemplateId)
}
const snapshots = (domain: string, TemplateId: number, more = {}) =>
  call(cloud, 'CreateLiveSnapshotRule', { DomainName: domain, TemplateId, ...more })
const bind = (domain: string, templateId: number, app = '') => bindNow(desk.client, { domain, app, templateId })

async function template(name: string, more: Partial<Draft> = {}): Promise<number> {
  const { urls } = await desk.client.templates.deskUrls({})
  const draft = { name, description: '', urls, recordExceptionLevels: [], key, ...more }
  return (await desk.client.templates.save(draft)).id
}
/** One whose only address was cleared: none can be made without. */
async function emptyTemplate(): Promise<number> {
  const id = await template('empty', { urls: { record: theirs } })
  await call(cloud, 'ModifyLiveCallbackTemplate', { TemplateId: id, RecordNotifyUrl: '' })
  return id
}
async function check(): Promise<Map<string, Map<HealthLinkName, HealthLink>>> {
  const { domains } = await desk.client.health.check({})
  return new Map(domains.map(({ domain, links }) => [domain, new Map(links.map((link) => [link.link, link]))]))
}
/** What is wrong and can be mended, as "link reason". */
const wrong = (links: Iterable<HealthLink>) =>
  [...links].flatMap(({ link, state, reason }) =>
    state === 'broken' || state === 'warning' ? [`${link} ${reason}`] : [],
  )

beforeEach(async () => {
  const dataDir = createDataDir()
  await writeCloudState(join(dataDir, 'practice-cn.json'), 14)
  desk = await startDesk({ dataDir })
  await desk.client.practice.start({ site: 'cn', timeScale: 600 })
  cloud = desk.practice()
  cloud.resolve({ 'theirs.example.com': '127.0.0.1:1', 'former.example.com': '127.0.0.1:1' })
  await desk.client.receiver.prove({})
  detecting = await snapshotTemplate('detecting', 1)
  plain = await snapshotTemplate('plain', 0)
})

/** One domain for each way to be broken; everything else about it is right. */
async function breakThem(): Promise<Record<string, string>> {
  const { client } = desk
  const good = await template('good')
  const elsewhere = { streamBegin: theirs, pornCensorship: theirs }
  const formerUrls = Object.fromEntries(
    Object.entries((await client.templates.deskUrls({})).urls).map(([group, url]) => [
      group,
      url.replace(base, 'http://former.example.com'),
    ]),
  )
  const { pornCensorship: _none, ...noAlertUrl } = (await client.templates.deskUrls({})).urls
  const broken: [string, number | null, (domain: string) => Promise<unknown>][] = [
    ['domain disabled', good, (domain) => call(cloud, 'ForbidLiveDomain', { DomainName: domain })],
    ['binding unbound', null, async () => {}],
    ['binding onlyApps', null, (domain) => bind(domain, good, 'live')],
    ['urls noUrls', await emptyTemplate(), async () => {}],
    ['urls elsewhere', await template('theirs', { urls: elsewhere }), async () => {}],
    ['urls formerAddress', await template('former', { urls: formerUrls }), async () => {}],
    ['key noKey', await template('unsigned', { key: { action: 'keep' } }), async () => {}],
    ['key weakKey', await template('weak', { key: { action: 'set', key: 'short1' } }), async () => {}],
    ['alertUrl noAlertUrl', await template('no-alerts', { urls: noAlertUrl }), async () => {}],
    ['snapshots noSnapshots', good, async () => {}],
    ['snapshots oneStreamOnly', good, (domain) => snapshots(domain, detecting, { StreamName: 'show-1' })],
    ['detection detectionOff', good, (domain) => snapshots(domain, plain)],
  ]
  const named: Record<string, string> = {}
  for (const [index, [what, templateId, more]] of broken.entries()) {
    const domain = pushDomain(index + 1)
    named[what] = domain
    if (templateId !== null) await bind(domain, templateId)
    if (!/^(snapshots|detection)/.test(what)) await snapshots(domain, detecting)
    await more(domain)
  }
  return named
}

describe('twelve domains, each broken in its own way', () => {
  it('have their broken link named, and mended by its fix', async () => {
    const named = await breakThem()
    const before = await check()
    for (const [what, domain] of Object.entries(named)) {
      const links = before.get(domain)
      // Behind a template without URLs there is no alert URL either.
      expect(wrong(links?.values() ?? [])[0], domain).toBe(what)
      const [name] = what.split(' ') as [HealthLinkName]
      const fix = links?.get(name)?.fix
      expect(fix, what).toBeTruthy()
      if (!fix) continue
      const [likeliest] = fix.choices
      await desk.client.health.fix({ domain, kind: fix.kind, ...(likeliest && { choice: likeliest.id }) })
    }
    const after = await check()
    for (const [what, domain] of Object.entries(named)) {
      expect(wrong(after.get(domain)?.values() ?? expect.fail(`${domain} is gone`)), what).toEqual([])
    }
    // What the bucket is called is still known after detection was turned on.
    const { Templates } = await call(cloud, 'DescribeLiveSnapshotTemplates', {})
    expect(Templates).toContainEqual(
      expect.objectContaining({ TemplateName: 'plain', PornFlag: 1, CosBucket: 'pictures', CosRegion: 'ap-guangzhou' }),
    )
    const kinds = (await desk.client.activity.page({ filter: {}, limit: 100 })).entries.map(({ kind }) => kind)
    expect(kinds).toEqual(expect.arrayContaining(['domain.enabled', 'snapshots.bound', 'snapshots.detectionOn']))
  })
})

describe('the chain', () => {
  const linkOf = async (domain: string, name: HealthLinkName) => (await check()).get(domain)?.get(name)

  it('does not want alerts for a domain that has nothing of them', async () => {
    await bind(pushDomain(1), await template('plain', { urls: { streamBegin: theirs } }))
    expect(await linkOf(pushDomain(1), 'alertUrl')).toMatchObject({ state: 'off', fix: { kind: 'addAlertUrl' } })
    expect(await linkOf(pushDomain(1), 'snapshots')).toMatchObject({ state: 'off', fix: { kind: 'bindSnapshots' } })
  })

  it('says how many other domains a fix reaches', async () => {
    const shared = await template('shared', { key: { action: 'keep' } })
    for (const number of [1, 2, 3]) await bind(pushDomain(number), shared)
    expect(await linkOf(pushDomain(1), 'key')).toMatchObject({ fix: { kind: 'makeKey', alsoReaches: 2 } })
  })

  it('leaves unknown what the cloud would not tell, and judges the rest', async () => {
    await bind(pushDomain(1), await template('good'))
    cloud.fault({ action: 'DescribeLiveSnapshotRules', kind: 'error', code: 'UnauthorizedOperation', times: 9 })
    const links = (await check()).get(pushDomain(1))
    expect(links?.get('snapshots')).toMatchObject({
      state: 'unknown',
      reason: 'notRead',
      error: { code: 'cloud.refused' },
    })
    expect(links?.get('binding')).toMatchObject({ state: 'ok' })
  })

  it('refuses a fix that the link does not ask for any more, and one of another choice', async () => {
    const domain = pushDomain(1)
    await bind(domain, await template('good'))
    const stale = { code: 'health.changed' }
    await expect(desk.client.health.fix({ domain, kind: 'enableDomain' })).rejects.toMatchObject(stale)
    await expect(desk.client.health.fix({ domain, kind: 'bindSnapshots', choice: 7 })).rejects.toMatchObject(stale)
    await expect(desk.client.health.fix({ domain: 'gone.example', kind: 'bind' })).rejects.toMatchObject(stale)
  })
})
