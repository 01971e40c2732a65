import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createEffects, type Effects, type Proof } from '../../../src-main/core/binding/effects.ts'
import { createBindingChangesTable } from '../../../src-main/core/store/binding-changes.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const minute = 60_000
const start = 1_800_000_000_000
const log = createRecordedLog()
let folder = ''
let store: Store
let effects: Effects
let now = start
let changed = 0

const open = () => {
  store = openStore(join(folder, 'desk.db'), { log })
  const table = createBindingChangesTable(store)
  effects = createEffects({ table, changed: () => changed++, log, now: () => now })
}
const close = () => {
  effects.close()
  store.close()
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'effects-'))
  now = start
  changed = 0
  open()
})
afterEach(() => {
  vi.useRealTimers()
  close()
  rmSync(folder, { recursive: true })
})

const rule = { accountId: 'acc', domain: 'push.example.com', app: '', templateId: 7 }
const event: Proof = { ...rule, id: 42, app: 'live', trust: 'ok', receivedAt: start + 2 * minute }
const stateOf = (of = rule) => effects.of(of.accountId, of)

describe('a new binding', () => {
  it('is unknown when this desk did not make it', () => {
    expect(stateOf().state).toBe('unknown')
  })

  it('is pending for the documented time and then in effect by time alone', () => {
    effects.note(rule, 1)
    expect(stateOf()).toEqual({
      state: 'pending',
      changedAt: start,
      expectedFrom: start + 5 * minute,
      expectedBy: start + 10 * minute,
      since: null,
      provenByEvent: null,
    })
    now = start + 10 * minute
    expect(stateOf()).toMatchObject({ state: 'inEffect', since: start + 10 * minute, provenByEvent: null })
  })

  it('is waited for without a rush on a clock that was set back by months', () => {
    effects.note(rule, 1)
    close()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    now = start - 60 * 24 * 60 * minute
    open()
    vi.advanceTimersByTime(minute)
    expect(changed).toBe(0)
  })

  it('is proven by the first event under its template', () => {
    effects.note(rule, 1)
    effects.observe([event])
    expect(stateOf()).toMatchObject({ state: 'inEffect', since: event.receivedAt, provenByEvent: 42 })
    effects.observe([{ ...event, id: 43, receivedAt: start + 3 * minute }])
    expect(stateOf().provenByEvent).toBe(42)
    expect(changed).toBe(1)
  })

  it('takes a fraction of the time on a faster cloud', () => {
    effects.note(rule, 20)
    expect(stateOf()).toMatchObject({ expectedFrom: start + 15_000, expectedBy: start + 30_000 })
  })

  it('keeps the time it took effect by when an event only comes later', () => {
    effects.note(rule, 1)
    effects.observe([{ ...event, receivedAt: start + 30 * minute }])
    expect(stateOf()).toMatchObject({ since: start + 10 * minute, provenByEvent: 42 })
  })

  it.each([
    ['another template', { templateId: 8 }],
    ['another domain', { domain: 'other.example.com' }],
    ['another account', { accountId: 'other' }],
    ['a wrong signature', { trust: 'wrong' }],
    ['no signature', { trust: 'missing' }],
    ['no key to check with', { trust: 'noKey' }],
    ['a time before the change', { receivedAt: start - 1 }],
  ] as const)('is not proven by an event with %s', (_what, more) => {
    effects.note(rule, 1)
    effects.observe([{ ...event, ...more }])
    expect(stateOf().state).toBe('pending')
    expect(changed).toBe(0)
  })

  it('is proven by a late event: its signature is right', () => {
    effects.note(rule, 1)
    effects.observe([{ ...event, trust: 'late' }])
    expect(stateOf().state).toBe('inEffect')
  })

  it('is no longer this desk’s to speak of once the cloud holds another template', () => {
    effects.note(rule, 1)
    expect(stateOf({ ...rule, templateId: 9 }).state).toBe('unknown')
  })
})

describe('an app’s binding', () => {
  const app = { ...rule, app: 'live' }

  it('is proven by that app’s events only', () => {
    effects.note(app, 1)
    effects.observe([{ ...event, app: 'game' }])
    expect(stateOf(app).state).toBe('pending')
    effects.observe([event])
    expect(stateOf(app).state).toBe('inEffect')
  })

  it('keeps its events from proving the domain’s', () => {
    effects.note(rule, 1)
    effects.note(app, 1)
    effects.observe([event, { ...event, id: 43 }])
    expect(stateOf(rule).state).toBe('pending')
    effects.observe([{ ...event, id: 44, app: 'game' }])
    expect(stateOf(rule).provenByEvent).toBe(44)
  })
})

describe('an unbinding', () => {
  it('is listed until it has taken effect', () => {
    effects.note({ ...rule, templateId: null }, 1)
    expect(effects.unbound('acc')).toMatchObject([{ domain: rule.domain, app: '', effect: { state: 'pending' } }])
    effects.observe([event])
    expect(effects.unbound('acc')).toHaveLength(1)
    now = start + 10 * minute
    expect(effects.unbound('acc')).toEqual([])
  })
})

describe('over time', () => {
  it('survives a restart', () => {
    effects.note(rule, 1)
    effects.observe([event])
    const before = stateOf()
    close()
    open()
    expect(stateOf()).toEqual(before)
  })

  it('tells the windows when the time is over', () => {
    vi.useFakeTimers()
    effects.note(rule, 20)
    now = start + 30_000
    vi.advanceTimersByTime(30_000)
    expect(changed).toBe(1)
  })

  it('forgets an account', () => {
    effects.note(rule, 1)
    effects.forget('acc')
    close()
    open()
    expect(stateOf().state).toBe('unknown')
  })
})

describe('a silent binding', () => {
  const silent = [{ domain: rule.domain, app: '', stream: { app: 'live', stream: 'room' }, since: start }]

  it('is said until it is heard again, or is found to be heard', () => {
    effects.noteSilent('acc', silent)
    expect(effects.of('acc', rule)).toMatchObject({ state: 'silent', silent: { stream: 'room', since: start } })
    expect(effects.of('another', { ...rule }).state).toBe('unknown')
    expect(changed).toBe(1)
    effects.noteSilent('acc', silent)
    expect(changed).toBe(1)
    effects.observe([{ ...event, trust: 'wrong' }])
    expect(stateOf().state).toBe('silent')
    effects.observe([event])
    expect(stateOf().state).toBe('unknown')
    effects.noteSilent('acc', silent)
    effects.noteSilent('acc', [])
    expect(stateOf().state).toBe('unknown')
  })

  it('is not said of one that may not be in effect yet', () => {
    effects.note(rule, 1)
    effects.noteSilent('acc', silent)
    expect(stateOf().state).toBe('pending')
    now = start + 10 * minute
    expect(stateOf().state).toBe('silent')
  })
})
