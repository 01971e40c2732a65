/** Decisions and watches on a disk that takes nothing: nothing is claimed that is not stored, and the desk goes on. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ann, createRig, decision, errorOf, flagged, minute, type Rig, start, started, stopped } from './rig.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const cut = { decision: 'cut' as const, reason: 'porn' }
const ban = { decision: 'ban' as const, reason: 'porn', durationMs: 60 * minute }

async function pass(rig: Rig, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1000) {
    rig.clock += Math.min(1000, left)
    await vi.advanceTimersByTimeAsync(Math.min(1000, left))
  }
}

async function withCase(): Promise<Rig> {
  const rig = await createRig()
  await rig.take(started(start - minute, 'p1'), flagged(start))
  return rig
}

/** From now on this fails; answers what lets it be again. */
function refuse(
  { caseStore: { db } }: Rig,
  what: 'UPDATE ON cases' | 'UPDATE ON watches' | 'UPDATE ON enforcements' | 'INSERT ON cases' | 'DELETE ON pushes',
) {
  db.exec(`CREATE TRIGGER refused BEFORE ${what} BEGIN SELECT RAISE(FAIL, 'no room'); END`)
  return () => db.exec('DROP TRIGGER refused')
}

it('a cut that could not be stored is nowhere to be seen and never leaves', async () => {
  const rig = await withCase()
  const before = rig.row()
  refuse(rig, 'UPDATE ON cases')
  expect(await errorOf(rig.moderation.decide(decision(before, cut), ann))).toMatchObject({ code: 'store.failed' })
  expect(rig.row()).toMatchObject({ status: 'open', version: before.version, decision: null, enforcement: null })
  await pass(rig, 10_000)
  expect(rig.enforcer.sent).toEqual([])
})

it('a ban leaves when taking it back could not be stored', async () => {
  const rig = await withCase()
  const row = await rig.moderation.decide(decision(rig.row(), ban), ann)
  const allow = refuse(rig, 'UPDATE ON cases')
  const undo = () => rig.moderation.undo({ caseId: row.id, version: row.version }, ann)
  expect(await errorOf(undo)).toMatchObject({ code: 'store.failed' })
  expect(rig.row()).toMatchObject({ status: 'acting', enforcement: { state: 'waiting' } })
  allow()
  await pass(rig, 6000)
  expect(rig.enforcer.sent).toHaveLength(1)
})

it('a ban that cannot be noted as sent is not sent, and says so as soon as it can', async () => {
  const rig = await withCase()
  await rig.moderation.decide(decision(rig.row(), ban), ann)
  const allow = refuse(rig, 'UPDATE ON enforcements')
  await pass(rig, 30_000)
  expect(rig.enforcer.sent).toEqual([])
  allow()
  await pass(rig, 10_000)
  expect(rig.enforcer.sent).toEqual([])
  expect(rig.row()).toMatchObject({ status: 'open', attention: 'failed', enforcement: { state: 'failed' } })
})

it('that a stream is off air is stored as soon as it can be, with its time', async () => {
  const rig = await withCase()
  await rig.moderation.decide(decision(rig.row(), ban), ann)
  await pass(rig, 5000)
  const allow = refuse(rig, 'UPDATE ON enforcements')
  rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock + 2400, shownBy: 'stopEvent' })
  await pass(rig, 20_000)
  expect(rig.row()).toMatchObject({ status: 'acting', enforcement: { state: 'accepted' } })
  allow()
  await pass(rig, 10_000)
  expect(rig.row()).toMatchObject({ status: 'closed', enforcement: { state: 'offAir', offAirAfterMs: 2400 } })
})

it('a stream that is back while nothing can be stored raises its case as soon as it can', async () => {
  const rig = await withCase()
  await rig.moderation.decide(decision(rig.row(), cut), ann)
  await pass(rig, 5000)
  await rig.take(stopped(rig.clock, 'p1'))
  rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock, shownBy: 'stopEvent' })
  await pass(rig, 10_000)
  const allow = refuse(rig, 'UPDATE ON cases')
  await rig.take(started(rig.clock, 'p2'))
  await pass(rig, 3000)
  expect(rig.row()).toMatchObject({ status: 'closed', watch: { attempts: 0 } })
  allow()
  await pass(rig, 3000)
  expect(rig.row()).toMatchObject({ status: 'open', attention: 'newSession', watch: null })
})

it('a start heard before an alert that could not be stored still tells its session', async () => {
  const rig = await createRig()
  await rig.take(started(start - minute, 'p1'))
  const allow = refuse(rig, 'INSERT ON cases')
  await rig.take(flagged(start))
  await pass(rig, 3000)
  expect(rig.rows()).toEqual([])
  allow()
  await pass(rig, 3000)
  expect(rig.row()).toMatchObject({ session: 'p1' })
})

it('the end of a ban that could not be stored is told as soon as it can be', async () => {
  const rig = await withCase()
  await rig.moderation.decide(decision(rig.row(), ban), ann)
  await pass(rig, 5000)
  await rig.take(stopped(rig.clock, 'p1'))
  rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock, shownBy: 'stopEvent' })
  const allow = refuse(rig, 'UPDATE ON watches')
  await pass(rig, 61 * minute)
  expect(rig.row()).toMatchObject({ status: 'closed', watch: { kind: 'ban' } })
  allow()
  await pass(rig, 10_000)
  expect(rig.row()).toMatchObject({ status: 'open', attention: 'banEnded', watch: null })
})

it('the board starts although what is old cannot be removed', async () => {
  const rig = await withCase()
  refuse(rig, 'DELETE ON pushes')
  rig.clock += 8 * 24 * 60 * minute
  expect((await rig.restart()).rows()).toHaveLength(1)
})

it('nothing is looked into any more once the desk has closed', async () => {
  const rig = await withCase()
  rig.enforcer.answer = () => new Promise(() => {})
  await rig.moderation.decide(decision(rig.row(), ban), ann)
  await pass(rig, 5000)
  const again = await rig.restart()
  let fail = () => {}
  again.enforcer.stateNow = () => new Promise((_resolve, reject) => (fail = () => reject(new Error('closed'))))
  await pass(again, 6000)
  await again.moderation.close()
  fail()
  await vi.advanceTimersByTimeAsync(0)
  expect(vi.getTimerCount()).toBe(0)
})
