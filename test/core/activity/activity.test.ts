import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { type Activity, createActivity } from '../../../src-main/core/activity/activity.ts'
import { createActivityTable } from '../../../src-main/core/store/activity.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { createRecordedLog, type RecordedLog } from '../../fakes/log.ts'

let folder = ''
let store: Store
let log: RecordedLog
let activity: Activity
let changed = 0

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'activity-'))
  log = createRecordedLog()
  store = openStore(join(folder, 'desk.db'), { log })
  changed = 0
  let at = 1_800_000_000_000
  activity = createActivity({
    table: createActivityTable(store),
    actor: () => 'Ann',
    accountName: (id) => (id === 'acc' ? 'Main' : null),
    changed: () => changed++,
    log,
    now: () => at++,
  })
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true })
})

const bind = (target: string, more = {}) =>
  activity.record({
    kind: 'binding.created',
    target,
    account: 'acc',
    before: null,
    after: { template: 'live', templateId: 7 },
    ...more,
  })
const targets = (query = {}) => activity.page({ account: 'acc', ...query }, 100).entries.map(({ target }) => target)
const chunksOf = async (format: 'jsonl' | 'csv') => {
  const chunks: { text: string; rows: number; total: number }[] = []
  for await (const chunk of activity.export({ account: 'acc' }, format)) chunks.push(chunk)
  return chunks
}
const exported = async (format: 'jsonl' | 'csv') => {
  const chunks = await chunksOf(format)
  return { text: chunks.map(({ text }) => text).join(''), last: chunks.at(-1) }
}

describe('an entry', () => {
  it('says who did what to what, before and after, and how it ended', () => {
    bind('push.example.com')
    expect(activity.page({ account: 'acc' }, 10)).toEqual({
      hasMore: false,
      entries: [
        {
          id: 1,
          at: 1_800_000_000_000,
          actor: 'Ann',
          account: 'Main',
          kind: 'binding.created',
          target: 'push.example.com',
          before: null,
          after: { template: 'live', templateId: 7 },
          outcome: 'ok',
          error: null,
          planId: null,
          wayBack: 'notKept',
        },
      ],
    })
    expect(changed).toBe(1)
  })

  it('keeps the cloud’s code and request id of a failure', () => {
    const error = new AppError('cloud.refused', { details: { apiCode: 'FailedOperation', requestId: 'r-1' } })
    bind('a', { error })
    bind('b', { error, outcome: 'putBack' })
    bind('c', { error: new Error('a bug with CANARY inside') })
    const [c, b, a] = activity.page({ account: 'acc' }, 10).entries
    expect([a?.outcome, b?.outcome, c?.outcome]).toEqual(['failed', 'putBack', 'failed'])
    expect(a?.error?.details).toEqual({ apiCode: 'FailedOperation', requestId: 'r-1' })
    expect(c?.error).toEqual({ code: 'internal' })
  })

  it('that cannot be written does not undo what it speaks of', () => {
    store.close()
    expect(() => bind('a')).not.toThrow()
    expect(log.lines.at(-1)?.level).toBe('error')
  })
})

describe('the list', () => {
  it('is newest first and pages without gaps', () => {
    for (let index = 0; index < 25; index++) bind(`d${index}`)
    const first = activity.page({ account: 'acc' }, 10)
    const second = activity.page({ account: 'acc', before: first.entries.at(-1)?.id }, 10)
    const third = activity.page({ account: 'acc', before: second.entries.at(-1)?.id }, 10)
    expect([first.hasMore, second.hasMore, third.hasMore]).toEqual([true, true, false])
    expect([...first.entries, ...second.entries, ...third.entries].map(({ target }) => target)).toEqual(
      Array.from({ length: 25 }, (_, index) => `d${24 - index}`),
    )
  })

  it('shows an account its own entries and those of the desk', () => {
    bind('mine')
    bind('theirs', { account: 'other' })
    activity.record({ kind: 'settings.changed', target: 'theme', account: null })
    expect(targets()).toEqual(['theme', 'mine'])
    expect(targets({ account: null })).toEqual(['theme'])
  })

  it('filters by kind, outcome and text, in which % and _ are themselves', () => {
    bind('push_a.example.com')
    bind('pushXa.example.com', { after: { template: '100%' } })
    activity.record({ kind: 'binding.removed', target: 'gone', account: 'acc', error: new AppError('cloud.timeout') })
    expect(targets({ kinds: ['binding.removed'] })).toEqual(['gone'])
    expect(targets({ kinds: [] })).toHaveLength(3)
    expect(targets({ outcome: 'failed' })).toEqual(['gone'])
    expect(targets({ text: 'PUSH_A' })).toEqual(['push_a.example.com'])
    expect(targets({ text: '100%' })).toEqual(['pushXa.example.com'])
    expect(targets({ text: "'; DROP TABLE activity; --" })).toEqual([])
  })
})

describe('an export', () => {
  it('is one JSON object a line', async () => {
    bind('a')
    bind('b')
    const { text, last } = await exported('jsonl')
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).target),
    ).toEqual(['b', 'a'])
    expect(last).toMatchObject({ rows: 2, total: 2 })
  })

  it('is CSV that no spreadsheet runs', async () => {
    bind('=HYPERLINK("http://x")')
    bind('a,b\n"c"')
    const { text } = await exported('csv')
    expect(text.startsWith('\uFEFFtime,who,account,what,target,before,after,outcome,error\r\n')).toBe(true)
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect(text).toContain('"a,b\n""c"""')
  })

  it('is complete beyond one chunk and says how far it is', async () => {
    for (let index = 0; index < 1203; index++) bind(`d${index}`)
    const chunks = await chunksOf('jsonl')
    expect(chunks.map(({ rows, total }) => [rows, total])).toEqual([
      [500, 1203],
      [1000, 1203],
      [1203, 1203],
    ])
  })

  it('of nothing is a head without rows', async () => {
    expect((await exported('csv')).text).toMatch(/^\uFEFFtime,[^\n]*\r\n$/)
    expect(await exported('jsonl')).toEqual({ text: '', last: { text: '', rows: 0, total: 0 } })
  })
})
