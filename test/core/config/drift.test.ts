/** What is drift and what is this desk's own doing, also when lists are read in the middle of a change. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDrift } from '../../../src-main/core/config/drift.ts'
import { newTemplateKey, type Reading, ruleKey } from '../../../src-main/core/config/watch-cloud.ts'
import { createLog } from '../../../src-main/core/log.ts'
import { createKnownStateTable } from '../../../src-main/core/store/known-state.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { createDataDir } from '../../support/desk.ts'

const account = 'a'
const rules = (...bound: [domain: string, templateId: number][]): Reading => ({
  subject: 'rule',
  items: bound.map(([domain, templateId]) => ({ domain, app: '', templateId, createdAt: null, updatedAt: null })),
})
const templates = (...named: [id: number, name: string][]): Reading => ({
  subject: 'template',
  items: named.map(([id, name]) => ({ id, name, description: '', urls: {}, recordExceptionLevels: [], key: '' })),
})

function open(dataDir = createDataDir()) {
  const log = createLog(dataDir)
  const store = openStore(`${dataDir}/desk.db`, { log })
  onTestFinished(() => store.close())
  let now = 1000
  let told = 0
  const drift = createDrift({
    table: createKnownStateTable(store),
    fingerprint: (key) => `#${key.length}`,
    changed: () => told++,
    log,
    now: () => now,
  })
  const watcher = drift.watcher(account)
  const read = (reading: Reading) => watcher.reads(reading.subject)(reading)
  const shown = () => drift.list(account).items.map(({ target, change }) => `${target} ${change}`)
  return {
    drift,
    watcher,
    read,
    shown,
    dataDir,
    told: () => told,
    at: (time: number) => {
      now = time
    },
  }
}

describe('drift', () => {
  it('is not what is seen first of all', () => {
    const { read, shown, told } = open()
    read(rules(['a.com', 1]))
    expect(shown()).toEqual([])
    expect(told()).toBe(0)
  })

  it('is dated by the last reading without it and the first with it, and told once', () => {
    const { read, drift, at, told } = open()
    for (const time of [2000, 3000]) {
      at(time)
      read(rules(['a.com', 1]))
    }
    for (const time of [4000, 5000]) {
      at(time)
      read(rules(['a.com', 2]))
    }
    expect(drift.list(account).items).toMatchObject([{ lastKnownAt: 3000, noticedAt: 4000 }])
    expect(told()).toBe(1)
  })

  it('follows what is found, and keeps what was known', () => {
    const { read, drift, shown } = open()
    read(rules(['a.com', 1]))
    read(rules(['a.com', 2]))
    read(rules())
    expect(shown()).toEqual(['a.com removed'])
    read(rules(['a.com', 3]))
    expect(drift.list(account).items).toMatchObject([{ before: { templateId: 1 }, after: { templateId: 3 } }])
    read(rules(['a.com', 1]))
    expect(shown()).toEqual([])
  })

  it('is not what this desk changes, nor what is read while it does', () => {
    const { read, watcher, shown } = open()
    read(rules(['a.com', 1]))
    const early = watcher.reads('rule')
    const ended = watcher.changes('rule', ruleKey('a.com', ''))
    const during = watcher.reads('rule')
    during(rules())
    expect(shown()).toEqual([])
    ended()
    early(rules(['a.com', 1]))
    expect(shown()).toEqual([])
    read(rules(['a.com', 2]))
    expect(shown()).toEqual([])
    read(rules(['a.com', 1]))
    expect(shown()).toEqual(['a.com changed'])
  })

  it('is what others change beside it', () => {
    const { read, watcher, shown } = open()
    read(rules(['a.com', 1], ['b.com', 1]))
    watcher.changes('rule', ruleKey('a.com', ''))()
    read(rules(['a.com', 2], ['b.com', 2]))
    expect(shown()).toEqual(['b.com changed'])
  })

  it('is not what this desk did before it was killed', () => {
    const first = open()
    first.read(rules(['a.com', 1]))
    first.read(templates())
    first.watcher.changes('rule', ruleKey('a.com', ''))
    first.watcher.changes('template', newTemplateKey('new'))
    const second = open(first.dataDir)
    second.read(rules(['a.com', 2]))
    second.read(templates([7, 'new']))
    expect(second.shown()).toEqual([])
  })

  it('is over when a template that was removed is made again, under another id', () => {
    const { read, watcher, shown } = open()
    read(templates([7, 'main']))
    read(templates())
    expect(shown()).toEqual(['main (7) removed'])
    watcher.changes('template', newTemplateKey('main'))()
    read(templates([8, 'main']))
    expect(shown()).toEqual([])
  })

  it('is not read from a list that failed', () => {
    const { read, watcher, shown } = open()
    read(rules(['a.com', 1]))
    watcher.reads('rule')
    expect(shown()).toEqual([])
  })

  it('is accepted as it was seen, and forgotten with the account', () => {
    const { read, drift, shown } = open()
    read(rules(['a.com', 1], ['b.com', 1]))
    read(rules(['b.com', 2], ['c.com', 3]))
    expect(shown()).toEqual(['a.com removed', 'b.com changed', 'c.com added'])
    drift.accept(
      account,
      drift.list(account).items.map(({ key }) => key),
    )
    expect(shown()).toEqual([])
    read(rules(['b.com', 2], ['c.com', 3]))
    expect(shown()).toEqual([])
    drift.forget(account)
    read(rules(['d.com', 1]))
    expect(shown()).toEqual([])
  })
})
