/** The configuration as a file, and drift, through the whole desk against the practice cloud. */
import { describe, expect, it, vi } from 'vitest'
import type { Site } from '../../src-main/contract/sites.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { apply, check } from '../support/config.ts'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'

const base = 'https://cb.example.com/desk'
const key = 'k'.repeat(32)
const [push, push2] = ['push.practice.example', 'push2.practice.example']

async function startBoth(site: Site = 'cn') {
  const cloud = await startCloud({ site })
  const desk = await connect(cloud, site)
  return { cloud, ...desk }
}

async function connect(
  cloud: Awaited<ReturnType<typeof startCloud>>,
  site: Site = 'cn',
  publicUrl: string | null = base,
) {
  const settings = createSettingsFile({ settings: { receiver: { port: 0, publicUrl } } })
  const desk = await startDesk({ settings })
  await desk.client.account.save({ ...draftFor(cloud), site })
  return desk
}

type Client = Awaited<ReturnType<typeof connect>>['client']

const template = (name: string, urls: Record<string, string>, more: object = {}) => ({
  name,
  description: '',
  urls,
  recordExceptionLevels: [],
  key: { action: 'set' as const, key },
  ...more,
})

/** Two templates, one of them to this desk; a domain-wide rule and two of apps; one domain switched on. */
async function furnish(client: Client) {
  const { urls } = await client.templates.deskUrls({})
  const main = await client.templates.save(template('desk-main', urls, { description: '直播' }))
  const other = await client.templates.save(
    template('elsewhere', { record: 'https://cb.example.com/record?a=1#b' }, { key: { action: 'clear' } }),
  )
  await bind(client, [[push, '']], main.id)
  await bind(
    client,
    [
      [push, 'live'],
      [push2, 'game'],
    ],
    other.id,
  )
  await client.domains.setEnabled({ name: 'closed.practice.example', enabled: true })
  await client.domains.changeTags({ domains: [push], add: ['vip'], remove: [] })
  return { main, other }
}

async function bind(client: Client, targets: [string, string][], templateId: number | null) {
  const plan = await client.plans.bind({ targets: targets.map(([domain, app]) => ({ domain, app })), templateId })
  await apply(client, plan.id)
}

/** What the cloud holds, without ids and times. */
async function state(client: Client) {
  const [{ items: templates }, { items: domains }] = await Promise.all([
    client.templates.list({}),
    client.domains.list({}),
  ])
  return {
    templates: templates
      .map(({ name, description, urls, recordExceptionLevels, hasKey, usedBy }) => ({
        name,
        description,
        groups: Object.keys(urls).sort(),
        elsewhere: Object.values(urls).filter((url) => !url.startsWith(base)),
        recordExceptionLevels,
        hasKey,
        usedBy: usedBy.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    domains: domains.map(({ name, enabled }) => ({ name, enabled })),
  }
}

const exported = async (client: Client) => (await client.config.export({ format: 'yaml' })).text
const withoutTime = (text: string) => text.replace(/^exported: .*$/m, '')

async function wipe(client: Client) {
  const { plan } = await check(client, `version: 1\nsite: cn\n`, { remove: true })
  await apply(client, plan?.id ?? '')
  await client.domains.setEnabled({ name: 'closed.practice.example', enabled: false })
  await client.domains.changeTags({ domains: [push], add: [], remove: ['vip'] })
}

describe.each(['cn', 'intl'] as const)('a file of the %s site', (site) => {
  it('brings back what was exported, after everything is gone', async () => {
    const { client } = await startBoth(site)
    await furnish(client)
    const before = await state(client)
    const text = await exported(client)
    expect(text).toContain('streamBegin: desk')
    expect(text).not.toContain('/c/')

    await wipe(client)
    expect((await state(client)).templates).toEqual([])

    const { problems, keysNeeded, plan } = await check(client, text)
    expect(problems).toEqual([])
    expect(keysNeeded).toEqual(['desk-main'])
    const ends = await apply(client, plan?.id ?? '')
    expect([...ends.values()].every((end) => end === 'done' || end === 'skipped')).toBe(true)
    expect(await state(client)).toEqual(before)
    expect(
      (await client.templates.list({})).items.every(
        ({ toThisDesk, name }) => name !== 'desk-main' || toThisDesk.length > 0,
      ),
    ).toBe(true)
    expect((await client.domains.tags({})).items).toEqual([])

    const again = await check(client, text)
    expect(again.plan?.items.filter(({ change }) => change !== 'unchanged')).toEqual([])
    expect(again.keysNeeded).toEqual([])
  })
})

describe('a file', () => {
  it('is the same when nothing has changed, and brings the tags along', async () => {
    const { client } = await startBoth()
    await furnish(client)
    const text = await exported(client)
    expect(text).toContain('tags: [vip]')
    expect(withoutTime(await exported(client))).toBe(withoutTime(text))
    await client.domains.changeTags({ domains: [push], add: ['old'], remove: ['vip'] })
    const { file } = await client.config.upload({ file: null, part: text })
    await client.config.takeTags({ file })
    expect((await client.domains.tags({})).items).toEqual([{ domain: push, tags: ['vip'] }])
  })

  it('of another site and another account becomes a plan for this one, with what does not fit said', async () => {
    const { client: from } = await startBoth('cn')
    const { urls } = await from.templates.deskUrls({})
    const made = await from.templates.save(template('desk', urls))
    await bind(from, [[push, '']], made.id)
    const text = (await exported(from)).replace(push2, 'gone.example.com')
    const { client } = await startBoth('intl')
    const { problems, plan, from: source } = await check(client, text)
    expect(source).toMatchObject({ site: 'cn', account: 'Main' })
    const lines = text.split('\n')
    const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1
    expect(problems).toEqual([
      expect.objectContaining({ code: 'otherSite', severity: 'warning', line: lineOf('site: cn') }),
      ...(['audioAudit', 'recordStatus', 'recordException'] as const).map((group) =>
        expect.objectContaining({ code: 'notOnSite', severity: 'warning', line: lineOf(`${group}:`) }),
      ),
      expect.objectContaining({ code: 'domainMissing', severity: 'warning', line: lineOf('gone.example.com') }),
    ])
    await apply(client, plan?.id ?? '')
    expect((await state(client)).templates).toMatchObject([{ name: 'desk', usedBy: [{ domain: push, app: '' }] }])
  })

  it('adds and changes only, unless told to remove what it does not name', async () => {
    const { client } = await startBoth()
    const { main } = await furnish(client)
    const part = `version: 1\nsite: cn\ntemplates:\n  - name: desk-main\n    urls: {record: desk}\ndomains:\n  - name: ${push}\n    template: desk-main\n`
    const changes = async (remove: boolean) =>
      (await check(client, part, { remove })).plan?.items.flatMap(({ key, change }) =>
        change === 'unchanged' ? [] : [[key, change]],
      )
    expect(await changes(false)).toEqual([['template:desk-main', 'modify']])
    expect(await changes(true)).toEqual([
      ['template:desk-main', 'modify'],
      [`rule:${push}/live`, 'remove'],
      [`rule:${push2}/game`, 'remove'],
      ['template:elsewhere', 'remove'],
    ])
    expect(main.urls.snapshot).toBeDefined()
  })

  it('gives a new template the key a person typed, a new one, or none', async () => {
    const { client, cloud } = await startBoth()
    const one = (name: string) => `  - {name: ${name}, key: set, urls: {record: "https://cb.example.com/r"}}\n`
    const text = `version: 1\nsite: cn\ntemplates:\n${['typed', 'made', 'without'].map(one).join('')}`
    const keys = { typed: { action: 'set' as const, key: 'typed0key0typed0key' }, without: { action: 'none' as const } }
    const { plan } = await check(client, text, { keys })
    await apply(client, plan?.id ?? '')
    const { items } = await client.templates.list({})
    expect(items.map(({ name, hasKey }) => [name, hasKey])).toEqual([
      ['typed', true],
      ['made', true],
      ['without', false],
    ])
    const sent = cloud.calls().filter(({ action }) => action === 'CreateLiveCallbackTemplate')
    expect(sent.length).toBe(3)
  })

  it('keeps the key a person typed although another window looks at another file', async () => {
    const { client } = await startBoth()
    const file = (name: string) =>
      `version: 1\nsite: cn\ntemplates:\n  - {name: ${name}, key: set, urls: {record: "https://cb.example.com/r"}}\n`
    const { plan } = await check(client, file('typed'), { keys: { typed: { action: 'set', key: 'short0key' } } })
    await check(client, file('other'))
    await apply(client, plan?.id ?? '')
    // What the desk makes is never weak.
    expect((await client.templates.list({})).items).toMatchObject([{ name: 'typed', keyIsWeak: true }])
  })

  it.each([
    [
      'a template that is twice in the cloud',
      'templates:\n  - {name: twin, urls: {record: desk}}\n',
      'templateNotUnique',
      4,
      12,
    ],
    [
      'a play domain with a template',
      'templates:\n  - {name: a, urls: {record: desk}}\ndomains:\n  - name: play.practice.example\n    template: a\n',
      'playDomain',
      7,
      15,
    ],
    ['a name the cloud does not take', 'templates:\n  - {name: a b, urls: {record: desk}}\n', 'templateRule', 4, 12],
    [
      'an address the cloud cannot reach',
      'templates:\n  - name: a\n    urls: {record: "http://127.0.0.1/x"}\n',
      'templateRule',
      5,
      20,
    ],
  ])('is refused before anything happens: %s', async (_what, text, code, line, column) => {
    const { client } = await startBoth()
    for (let count = 0; count < 2; count++) await client.templates.save(template('twin', { record: `${base}/x` }))
    const { problems, plan } = await check(client, `version: 1\nsite: cn\n${text}`)
    expect(plan).toBeNull()
    expect(problems).toEqual([expect.objectContaining({ code, severity: 'error', line, column })])
  })

  it('that names this desk’s address needs one', async () => {
    const { client } = await connect(await startCloud(), 'cn', null)
    const { problems } = await check(
      client,
      'version: 1\nsite: cn\ntemplates:\n  - {name: a, urls: {record: desk, snapshot: desk}}\n',
    )
    expect(problems.map(({ code }) => code)).toEqual(['noAddress'])
  })

  it('cannot be exported while two templates share a name', async () => {
    const { client } = await startBoth()
    for (let count = 0; count < 2; count++) await client.templates.save(template('twin', { record: `${base}/x` }))
    await expect(exported(client)).rejects.toMatchObject({ code: 'config.ambiguous', params: { template: 'twin' } })
  })

  it('of ten megabytes is refused, and one the desk has forgotten is said to be gone', async () => {
    const { client } = await startBoth()
    const { problems } = await check(client, 'garbage '.repeat(200_000))
    expect(problems).toMatchObject([{ code: 'tooLarge' }])
    await expect(client.config.check({ file: 'gone', remove: false })).rejects.toMatchObject({ code: 'config.gone' })
  })
})

describe('drift', () => {
  async function startTwo() {
    const { client, cloud } = await startBoth()
    const made = await furnish(client)
    const { items } = await client.config.drift({})
    expect(items).toEqual([])
    return { client, colleague: (await connect(cloud)).client, cloud, ...made }
  }

  it('is none after this desk’s own changes, whatever they are', async () => {
    const { client, main } = await startTwo()
    await client.templates.save(template('desk-main', { record: `${base}/x` }, { id: main.id }))
    await bind(client, [[push, 'live']], null)
    await bind(client, [[push2, 'live']], main.id)
    await client.templates.remove({ id: main.id, unbind: true })
    await client.templates.save(template('new', { record: `${base}/x` }))
    expect((await client.config.drift({})).items).toEqual([])
  })

  it('is noticed when a colleague changes the cloud, with what, and between when', async () => {
    const { client, colleague, main, other } = await startTwo()
    const started = Date.now()
    await bind(colleague, [[push, 'live']], main.id)
    await bind(colleague, [[push2, 'game']], null)
    await bind(colleague, [[push2, '']], main.id)
    await colleague.templates.save(
      template('elsewhere', { record: 'https://cb.example.com/new' }, { id: other.id, key: { action: 'keep' } }),
    )
    await colleague.templates.save(template('third', { record: `${base}/x` }))
    await colleague.domains.setEnabled({ name: 'closed.practice.example', enabled: false })

    const { items } = await client.config.drift({})
    expect(items.map(({ target, change }) => [target.replace(/ \(\d+\)/, ''), change])).toEqual([
      ['elsewhere', 'changed'],
      ['third', 'added'],
      [`${push}/live`, 'changed'],
      [push2, 'added'],
      [`${push2}/game`, 'removed'],
      ['closed.practice.example', 'changed'],
    ])
    for (const { lastKnownAt, noticedAt } of items) {
      expect(lastKnownAt).toBeLessThanOrEqual(started)
      expect(noticedAt).toBeGreaterThanOrEqual(started)
    }
    expect(items[2]).toMatchObject({ before: { template: 'elsewhere' }, after: { template: 'desk-main' } })
    const { items: bindings } = await client.bindings.list({})
    const drifted = bindings.filter(({ effect }) => effect.state === 'drifted')
    const byName = drifted.map(({ domain, app, templateId, drift }) => [`${domain}/${app}`, templateId, drift?.was])
    expect(new Map(byName.map(([name, ...ids]) => [name, ids]))).toEqual(
      new Map([
        [`${push2}/`, [main.id, null]],
        [`${push2}/game`, [null, other.id]],
        [`${push}/live`, [main.id, other.id]],
      ]),
    )
    const later = (await client.config.drift({})).items
    expect(later).toEqual(items)
  })

  it('is put back by a plan, and then there is none', async () => {
    const { client, colleague, main, other } = await startTwo()
    const before = await state(client)
    await bind(colleague, [[push, 'live']], main.id)
    await bind(colleague, [[push2, 'game']], null)
    await colleague.templates.remove({ id: other.id, unbind: true })
    await colleague.templates.save(template('third', { record: `${base}/x` }))
    await colleague.domains.setEnabled({ name: 'closed.practice.example', enabled: false })
    const { items } = await client.config.drift({})
    const plan = await client.config.putBackDrift({ keys: items.map((item) => item.key) })
    const ends = await apply(client, plan.id)
    expect([...ends].filter(([, end]) => end !== 'done')).toEqual([])
    expect(await state(client)).toEqual(before)
    expect((await client.config.drift({})).items).toEqual([])
  })

  it('is over when it is accepted, or when the colleague takes it back', async () => {
    const { client, colleague, main, other } = await startTwo()
    await bind(
      colleague,
      [
        [push, 'live'],
        [push2, 'game'],
      ],
      main.id,
    )
    const [first] = (await client.config.drift({})).items
    await client.config.acceptDrift({ keys: [first?.key ?? ''] })
    expect((await client.config.drift({})).items.map(({ target }) => target)).toEqual([`${push2}/game`])
    await bind(colleague, [[push2, 'game']], other.id)
    expect((await client.config.drift({})).items).toEqual([])
    const { entries } = await client.activity.page({ filter: { kinds: ['drift.accepted'] } })
    expect(entries).toMatchObject([{ target: `${push}/live`, before: { template: 'elsewhere' } }])
  })

  it('is noticed by an ordinary refresh, and told to the windows', async () => {
    const { client, colleague, main } = await startTwo()
    const topics: string[] = []
    client.desk.changes({}, { onItem: ({ topic }) => topics.push(topic) })
    await bind(colleague, [[push, 'live']], main.id)
    await client.bindings.list({})
    await vi.waitFor(() => expect(topics).toContain('drift'))
  })

  it('shows another callback key without showing either', async () => {
    const { client, colleague, main } = await startTwo()
    await colleague.templates.save(
      template('desk-main', main.urls, {
        id: main.id,
        description: main.description,
        key: { action: 'set', key: 'z'.repeat(32) },
      }),
    )
    const { items } = await client.config.drift({})
    expect(items).toMatchObject([{ subject: 'template', before: { key: 'set' }, after: { key: 'changed' } }])
    expect(JSON.stringify(items)).not.toMatch(/zzzz|kkkk/)
  })

  it('goes with the account', async () => {
    const { client, colleague, main } = await startTwo()
    await bind(colleague, [[push, 'live']], main.id)
    expect((await client.config.drift({})).items.length).toBe(1)
    const { accounts } = await client.account.list({})
    await client.account.remove({ id: accounts[0]?.id ?? '' })
    await expect(client.config.drift({})).rejects.toMatchObject({ code: 'account.none' })
  })
})
