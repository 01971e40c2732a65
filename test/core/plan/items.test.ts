import { describe, expect, it } from 'vitest'
import type { CloudTemplate } from '../../../src-main/core/cloud/templates.ts'
import { wishBack } from '../../../src-main/core/plan/back.ts'
import { fingerprint, planItems } from '../../../src-main/core/plan/items.ts'
import type { CloudPicture } from '../../../src-main/core/plan/picture.ts'
import type { Wish } from '../../../src-main/core/plan/wish.ts'

const url = (name: string) => `https://cb.example.com/${name}`
const template = (id: number, name: string, more: Partial<CloudTemplate> = {}): CloudTemplate => ({
  id,
  name,
  description: '',
  urls: { record: url(name) },
  recordExceptionLevels: [],
  key: '',
  ...more,
})
const domain = (name: string, kind: 'push' | 'play' = 'push', enabled = true) => ({
  name,
  kind,
  enabled,
  createdAt: null,
  cname: { expected: '', current: '', ok: true },
  playArea: null,
})
const bound = (name: string, app: string, templateId: number) => ({
  domain: name,
  app,
  templateId,
  createdAt: null,
  updatedAt: null,
})
const picture: CloudPicture = {
  site: 'cn',
  domains: [domain('a'), domain('off', 'push', false), domain('play', 'play')],
  rules: [bound('a', '', 1), bound('a', 'live', 1), bound('gone', '', 1)],
  templates: [template(1, 'one', { key: 'k' }), template(2, 'two'), template(3, 'twin'), template(4, 'twin')],
}
const rule = (name: string, app: string, ref: { id?: number; name?: string } | null): Wish => ({
  subject: 'rule',
  domain: name,
  app,
  template: ref,
})
const content = (name: string, urls: Record<string, string> = { record: url(name) }) => ({
  name,
  description: '',
  urls,
  recordExceptionLevels: [],
})
const write = (name: string, urls?: Record<string, string>): Wish => ({
  subject: 'template',
  template: { name },
  content: content(name, urls),
})
const erase = (name: string): Wish => ({ subject: 'template', template: { name }, content: null })
const only = (wishes: Wish[], from = picture) => planItems(wishes, from).at(-1)

describe('a binding', () => {
  it.each([
    ['is created where there is none', rule('off', '', { id: 2 }), 'create', ['createRule']],
    ['is replaced by delete and create', rule('a', '', { id: 2 }), 'replace', ['deleteRule', 'createRule']],
    ['is removed, even when its domain is gone', rule('gone', '', null), 'remove', ['deleteRule']],
    ['stays when it is so already', rule('a', 'live', { name: 'one' }), 'unchanged', []],
  ] as const)('%s', (_what, wish, change, actions) => {
    const item = only([wish])
    expect(item?.change).toBe(change)
    expect(item?.steps.map(({ action }) => action)).toEqual(actions)
  })

  it.each([
    ['domainGone', rule('nowhere', '', { id: 1 })],
    ['playDomain', rule('play', '', { id: 1 })],
    ['templateGone', rule('a', '', { id: 9 })],
    ['templateGone', rule('a', '', { name: 'nine' })],
    ['templateAmbiguous', rule('a', '', { name: 'twin' })],
  ] as const)('is in conflict: %s', (conflict, wish) => {
    expect(only([wish])).toMatchObject({ change: 'conflict', conflict, steps: [] })
  })

  it('warns of what a person should know', () => {
    expect(only([rule('off', '', { id: 2 })])?.warnings).toEqual(['domainDisabled'])
    expect(only([rule('a', '', { id: 2 })])?.warnings).toEqual(['appRulesWin', 'gapWhileRebinding'])
    expect(only([rule('a', 'vip', { id: 2 })])?.warnings).toEqual(['hiddenFromConsole'])
    const mute = { ...picture, templates: [template(2, 'two', { urls: {} })] }
    expect(only([rule('off', '', { id: 2 })], mute)?.warnings).toContain('templateHasNoUrl')
    expect(only([{ subject: 'rule', domain: 'a', app: '', template: null, expected: 7 }])?.warnings).toEqual([
      'changedSince',
    ])
  })

  it('of the same thing twice counts once, the later one', () => {
    const items = planItems([rule('a', '', null), rule('a', '', { id: 2 })], picture)
    expect(items.map(({ change }) => change)).toEqual(['replace'])
  })
})

describe('templates', () => {
  it('that a rule names are made first', () => {
    const items = planItems([rule('off', '', { name: 'new' }), write('new')], picture)
    expect(items.map(({ key, needs }) => ({ key, needs }))).toEqual([
      { key: 'template:new', needs: [] },
      { key: 'rule:off/', needs: ['template:new'] },
    ])
  })

  it('are removed once nothing uses them, and not before', () => {
    const rules = [rule('a', '', null), rule('a', 'live', { id: 2 }), rule('gone', '', null)]
    expect(only([...rules, erase('one')])).toMatchObject({
      change: 'remove',
      needs: ['rule:a/', 'rule:a/live', 'rule:gone/'],
    })
    expect(only([erase('one')])).toMatchObject({ change: 'conflict', conflict: 'templateBound' })
    expect(only([erase('never-was')])?.change).toBe('unchanged')
  })

  it('stop at what the cloud would refuse', () => {
    const full = { ...picture, templates: Array.from({ length: 50 }, (_, index) => template(index + 1, `t${index}`)) }
    expect(only([write('new')], full)?.conflict).toBe('templateLimit')
    expect(only([write('no spaces')])?.conflict).toBe('templateInvalid')
    expect(only([rule('off', '', { name: 'no spaces' }), write('no spaces')])?.conflict).toBe('needsOther')
  })

  it('leave out what the site cannot set', () => {
    const urls = { record: url('two'), recordStatus: url('status') }
    expect(only([write('two', urls)], { ...picture, site: 'intl' })?.change).toBe('unchanged')
    expect(only([write('new', urls)], { ...picture, site: 'intl' })?.warnings).toEqual(['urlNotOnSite'])
    expect(only([write('two', urls)])?.change).toBe('modify')
  })
})

describe('snapshots, detection and bans', () => {
  const shots = (id: number, detects: boolean) => ({
    id,
    name: `shots${id}`,
    detects,
    cos: { appId: 1, bucket: 'pictures', region: 'ap-guangzhou' },
  })
  const held: CloudPicture = {
    ...picture,
    snapshots: {
      templates: [shots(7, false), shots(8, true)],
      // A rule of a single stream is another matter.
      rules: [
        { domain: 'a', app: 'live', stream: '', templateId: 7 },
        { domain: 'a', app: 'game', stream: 'one', templateId: 7 },
      ],
    },
    banned: new Set(['show']),
  }
  const snapshots = (app: string, id: number | null, expected?: number): Wish => ({
    subject: 'snapshots',
    domain: 'a',
    app,
    template: id === null ? null : { id },
    ...(expected === undefined ? {} : { expected }),
  })
  const detection = (id: number, detects: boolean): Wish => ({
    subject: 'detection',
    template: { id, name: 'x' },
    detects,
  })
  const ban = (stream: string, name = 'a'): Wish => ({ subject: 'ban', domain: name, app: 'live', stream })

  it.each<[string, Wish, string, string[], string[]]>([
    ['bound where there are none', snapshots('game', 8), 'create', ['bindSnapshots'], []],
    ['bound already', snapshots('live', 7), 'unchanged', [], []],
    ['another bound there', snapshots('live', 8), 'snapshotsTaken', [], []],
    ['of a template that is gone', snapshots('game', 9), 'templateGone', [], []],
    ['unbound', snapshots('live', null, 7), 'remove', ['unbindSnapshots'], ['endsAlerts']],
    [
      'unbound, changed since',
      snapshots('live', null, 8),
      'remove',
      ['unbindSnapshots'],
      ['changedSince', 'endsAlerts'],
    ],
    ['unbound already', snapshots('game', null), 'unchanged', [], []],
    ['detection off', detection(8, false), 'modify', ['turnOffDetection'], ['endsAlerts']],
    ['detection on', detection(7, true), 'modify', ['turnOnDetection'], []],
    ['detection as it is', detection(8, true), 'unchanged', [], []],
    ['detection of what is gone', detection(9, true), 'templateGone', [], []],
    ['a ban lifted', ban('show'), 'remove', ['resumeStream'], ['liftsBan']],
    ['a ban that has ended', ban('other'), 'unchanged', [], []],
    ['a ban on a domain that is gone', ban('show', 'gone.example'), 'domainGone', [], []],
  ])('%s', (_what, wish, change, steps, warnings) => {
    const item = only([wish], held)
    expect(item?.conflict ?? item?.change).toBe(change)
    expect(item?.steps.map(({ action }) => action)).toEqual(steps)
    expect(item?.warnings).toEqual(warnings)
  })

  it('are put back to the state before, but for a ban', () => {
    const items = planItems([snapshots('live', null), detection(8, false), ban('show')], held)
    const back = items.flatMap((item) => wishBack(item) ?? [])
    expect(planItems(back, held).map(({ change }) => change)).toEqual(['unchanged', 'unchanged'])
  })
})

describe('the way back', () => {
  it('of every kind of item is the state before, and nothing where nothing changes', () => {
    const wishes = [
      write('new'),
      write('two', { record: url('changed') }),
      rule('a', '', { id: 2 }),
      { subject: 'domain' as const, domain: 'a', enabled: false },
    ]
    const items = planItems(wishes, picture)
    const back = items.map(wishBack)
    expect(back).toMatchObject([
      { template: { name: 'new' }, content: null },
      { template: { id: 2 }, content: { urls: { record: url('two') } } },
      { template: { id: 1, name: 'one' }, expected: 2 },
      { domain: 'a', enabled: true },
    ])
    const undone = planItems(
      back.flatMap((wish) => wish ?? []),
      picture,
    )
    expect(undone.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged'])
  })

  it('of a removed template says that its key is lost', () => {
    const [item] = planItems([erase('two')], { ...picture, templates: [template(2, 'two', { key: 'k' })] })
    expect(item && wishBack(item)).toMatchObject({ key: 'lost', content: { name: 'two' } })
  })
})

it('the same wishes on the same facts have the same fingerprint, on others another', () => {
  const wishes = [rule('a', '', { id: 2 })]
  expect(fingerprint(planItems(wishes, picture))).toBe(fingerprint(planItems(wishes, picture)))
  expect(fingerprint(planItems(wishes, { ...picture, rules: [] }))).not.toBe(fingerprint(planItems(wishes, picture)))
})
