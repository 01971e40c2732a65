/** Deciding: compare-and-set, confirmations, undo, and the loop that ends when the stream is off air. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { ann, bob, createRig, decision, errorOf, flagged, minute, type Rig, start, started, stopped } from './rig.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const ban = { decision: 'ban' as const, reason: 'porn', durationMs: 60 * minute }
const cut = { decision: 'cut' as const, reason: 'porn' }

/** Lets the time pass for the timers and for the clock. */
async function pass(rig: Rig, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 1000) {
    rig.clock += Math.min(1000, left)
    await vi.advanceTimersByTimeAsync(Math.min(1000, left))
  }
}

const kinds = (rig: Rig, id = rig.row().id) => rig.moderation.detail(id, 'acc').timeline.map(({ kind }) => kind)

async function withCase(): Promise<Rig> {
  const rig = await createRig()
  await rig.take(started(start - minute, 'p1'), flagged(start))
  return rig
}

describe('a dismissal', () => {
  it('closes the case and says who, why and when', async () => {
    const rig = await withCase()
    const row = await rig.moderation.decide(decision(rig.row(), { note: 'a painting' }), ann)
    expect(row).toMatchObject({ status: 'closed', attention: null, version: 2 })
    expect(row.decision).toMatchObject({ decision: 'dismiss', reason: 'falsePositive', note: 'a painting', who: 'Ann' })
    expect(rig.recorded.at(-1)).toMatchObject({ kind: 'moderation.decided', actor: 'Ann', account: 'acc' })
    expect(rig.enforcer.sent).toEqual([])
  })

  it.each([
    ['more of the same', { verdict: 'Review' as const, score: 68, label: 'Sexy' }, 'closed', null],
    ['a worse verdict', { verdict: 'Block' as const, score: 60, label: 'Sexy' }, 'open', 'worse'],
    ['a clearly higher score', { verdict: 'Review' as const, score: 75, label: 'Sexy' }, 'open', 'worse'],
    ['another kind of content', { verdict: 'Review' as const, score: 60, label: 'Ad' }, 'open', 'worse'],
  ])('meets %s afterwards', async (_what, alert, status, attention) => {
    const rig = await createRig()
    await rig.take(flagged(start, { verdict: 'Review', score: 65, label: 'Sexy' }))
    await rig.moderation.decide(decision(rig.row()), ann)
    await rig.take(flagged(start + minute, alert))
    expect(rig.row()).toMatchObject({ status, attention, alerts: 2 })
  })

  it('can be taken back', async () => {
    const rig = await withCase()
    const row = await rig.moderation.decide(decision(rig.row()), ann)
    expect(rig.moderation.undo({ caseId: row.id, version: row.version }, ann)).toMatchObject({
      status: 'open',
      attention: 'undone',
      decision: null,
    })
    expect(kinds(rig)).toEqual(['opened', 'decided', 'undone'])
  })
})

describe('two who decide at once', () => {
  it('on fifty cases: each is decided once, and the loser is told what happened', async () => {
    const rig = await createRig()
    await rig.take(...Array.from({ length: 50 }, (_, index) => flagged(start, { stream: `room-${index}` })))
    const rows = rig.rows()
    const tries = rows.flatMap((row) =>
      [ann, bob].map((by) => ({ by, decided: rig.moderation.decide(decision(row, cut), by) })),
    )
    const settled = await Promise.allSettled(tries.map(({ decided }) => decided))
    const lost = settled.filter((each) => each.status === 'rejected').map(({ reason }) => reason as AppError)
    expect(lost).toHaveLength(50)
    for (const { code, params } of lost) expect([code, params.who]).toEqual(['case.claimed', 'Ann'])
    await pass(rig, 6000)
    expect(rig.enforcer.sent.map(({ ref }) => ref.stream).toSorted()).toEqual(
      rows.map(({ stream }) => stream).toSorted(),
    )
  })

  it('one after the other: the second one is stale, and learns who was quicker', async () => {
    const rig = await withCase()
    const seen = rig.row()
    await rig.moderation.decide(decision(seen), ann)
    const late = await errorOf(rig.moderation.decide(decision(seen, ban), bob))
    expect(late).toMatchObject({ code: 'case.stale', params: { what: 'dismiss', who: 'Ann', version: 2 } })
    expect(rig.enforcer.sent).toEqual([])
  })

  it('while the reach of a ban is still being read: what was decided meanwhile wins', async () => {
    const rig = await withCase()
    // Opening the case asks as well.
    const answers: (() => void)[] = []
    rig.enforcer.blastRadius = () =>
      new Promise((resolve) => {
        answers.push(() => resolve({ places: [], isComplete: true }))
      })
    const seen = rig.row()
    const slow = errorOf(rig.moderation.decide(decision(seen, ban), ann))
    rig.moderation.claim(seen.id, true, bob)
    await rig.moderation.decide(decision(seen), bob)
    for (const answer of answers) answer()
    expect(await slow).toMatchObject({ code: 'case.stale', params: { what: 'dismiss', who: 'Bob' } })
    await pass(rig, 10_000)
    expect(rig.enforcer.sent).toEqual([])
  })

  it('a Block picture that comes in between makes a decision on Review stale', async () => {
    const rig = await createRig()
    await rig.take(flagged(start, { verdict: 'Review' }))
    const seen = rig.row()
    await rig.take(flagged(start + 1000))
    expect(await errorOf(rig.moderation.decide(decision(seen), ann))).toMatchObject({ code: 'case.stale' })
  })

  it('more of the same in between does not', async () => {
    const rig = await withCase()
    const seen = rig.row()
    await rig.take(flagged(start + 1000), flagged(start + 2000))
    expect(await rig.moderation.decide(decision(seen), ann)).toMatchObject({ status: 'closed', alerts: 3 })
  })
})

describe('a claim', () => {
  it('is made by opening, seen by others, and kept by signs of life', async () => {
    const rig = await withCase()
    const { id } = rig.row()
    expect(rig.moderation.claim(id, false, ann).claim).toMatchObject({ seat: 'seat-ann', name: 'Ann' })
    const refused = await errorOf(() => rig.moderation.claim(id, false, bob))
    expect(refused).toMatchObject({ code: 'case.claimed', params: { who: 'Ann' } })
    await pass(rig, 20_000)
    expect(rig.moderation.beat('seat-ann')).toEqual([id])
    await pass(rig, 29_000)
    expect(rig.row().claim).not.toBeNull()
    await pass(rig, 2_000)
    expect(rig.row().claim).toBeNull()
    expect(rig.moderation.claim(id, false, bob).claim).toMatchObject({ name: 'Bob' })
  })

  it('can be taken over on purpose, and given up', async () => {
    const rig = await withCase()
    const { id } = rig.row()
    rig.moderation.claim(id, false, ann)
    expect(rig.moderation.claim(id, true, bob).claim).toMatchObject({ name: 'Bob' })
    rig.moderation.release(id, ann)
    expect(rig.row().claim).toMatchObject({ name: 'Bob' })
    rig.moderation.leave('seat-bob')
    expect(rig.row().claim).toBeNull()
  })
})

describe('what must be confirmed', () => {
  it('an alert that is not verified', async () => {
    const rig = await createRig()
    await rig.take(flagged(start, { trust: 'missing' }))
    const refused = await errorOf(rig.moderation.decide(decision(rig.row(), cut), ann))
    expect(refused).toMatchObject({ code: 'case.needsConfirmation', params: { what: 'weakTrust' } })
    const row = await rig.moderation.decide(decision(rig.row(), { ...cut, confirmations: { weakTrust: true } }), ann)
    expect(row).toMatchObject({ status: 'acting', trust: 'weak' })
  })

  it('a ban that hits more than one place, by typing the name of the stream', async () => {
    const rig = await withCase()
    const place = { onAirSince: start, lastEndedAt: null, isOnAir: true }
    rig.enforcer.radius = {
      isComplete: true,
      places: [
        { domain: 'push.example.com', app: 'live', ...place },
        // Pushed to within the last days: the ban reaches it there as well.
        { domain: 'other.example.com', app: 'live', onAirSince: null, lastEndedAt: start, isOnAir: false },
      ],
    }
    const refused = await errorOf(rig.moderation.decide(decision(rig.row(), ban), ann))
    expect(refused).toMatchObject({ code: 'case.needsConfirmation', params: { what: 'blastRadius', count: 2 } })
    const wrong = decision(rig.row(), { ...ban, confirmations: { blastRadius: 'shows' } })
    expect(await errorOf(rig.moderation.decide(wrong, ann))).toMatchObject({ code: 'case.needsConfirmation' })
    const typed = decision(rig.row(), { ...ban, confirmations: { blastRadius: 'show' } })
    expect(await rig.moderation.decide(typed, ann)).toMatchObject({ status: 'acting' })
  })

  it('a ban whose reach the API does not tell', async () => {
    const rig = await withCase()
    rig.enforcer.blastRadius = () => Promise.reject(new AppError('cloud.timeout'))
    const refused = await errorOf(rig.moderation.decide(decision(rig.row(), ban), ann))
    expect(refused).toMatchObject({ code: 'case.needsConfirmation', params: { what: 'blastRadius', count: 0 } })
  })

  it('nothing helps where the stream is not the account’s, or not named', async () => {
    const rig = await withCase()
    rig.enforcer.identity = 'foreign'
    expect(await errorOf(rig.moderation.decide(decision(rig.row(), ban), ann))).toMatchObject({ code: 'case.foreign' })
    expect(rig.row().identity).toBe('foreign')
    expect(await errorOf(rig.moderation.decide(decision(rig.row(), cut), ann))).toMatchObject({ code: 'case.foreign' })
    await rig.take(flagged(start, { stream: null }))
    const nameless = rig.rows().find(({ stream }) => stream === null) ?? expect.fail('no such case')
    expect(await errorOf(rig.moderation.decide(decision(nameless, cut), ann))).toMatchObject({ code: 'case.noStream' })
    expect(rig.enforcer.sent).toEqual([])
  })
})

describe('a ban', () => {
  it('waits five seconds, leaves once, and is done when the stream is off air', async () => {
    const rig = await withCase()
    const row = await rig.moderation.decide(decision(rig.row(), { ...ban, note: 'again' }), ann)
    expect(row).toMatchObject({ status: 'acting', enforcement: { state: 'waiting', sendAt: start + 5000 } })
    await pass(rig, 4000)
    expect(rig.enforcer.sent).toEqual([])
    await pass(rig, 1000)
    expect(rig.enforcer.sent).toEqual([
      {
        action: 'ban',
        ref: { domain: 'push.example.com', app: 'live', stream: 'show' },
        reason: 'porn: again',
        by: 'Ann',
        until: start + 60 * minute,
      },
    ])
    expect(rig.row().enforcement).toMatchObject({ state: 'accepted' })
    rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock + 2400, shownBy: 'stopEvent' })
    expect(rig.row()).toMatchObject({
      status: 'closed',
      enforcement: { state: 'offAir', offAirAfterMs: 2400, shownBy: 'stopEvent' },
      watch: { kind: 'ban', until: start + 60 * minute, attempts: 0 },
    })
    expect(kinds(rig)).toEqual(['opened', 'decided', 'requested', 'accepted', 'offAir'])
    expect(rig.recorded.at(-1)).toMatchObject({ kind: 'moderation.ended', after: { state: 'offAir', afterMs: 2400 } })
  })

  it('can be undone before it leaves, and not after', async () => {
    const rig = await withCase()
    const row = await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 3000)
    const undone = rig.moderation.undo({ caseId: row.id, version: row.version }, ann)
    expect(undone).toMatchObject({ status: 'open', attention: 'undone', enforcement: { state: 'undone' } })
    await pass(rig, 10_000)
    expect(rig.enforcer.sent).toEqual([])
    const again = await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 6000)
    const late = await errorOf(() => rig.moderation.undo({ caseId: again.id, version: again.version }, ann))
    expect(late).toMatchObject({ code: 'case.tooLate' })
  })

  it.each([
    ['refuses', new AppError('cloud.refused', { details: { apiCode: 'FailedOperation' } }), 'failed'],
    ['limits', new AppError('cloud.refused', { details: { apiCode: 'RequestLimitExceeded' } }), 'failed'],
    ['does not know the stream', new AppError('stream.unknown'), 'failed'],
    ['hangs, and nothing shows that it acted', new AppError('stream.unclear'), 'unknown'],
  ])('opens the case again when the API %s, and is not repeated', async (_what, error, state) => {
    const rig = await withCase()
    rig.enforcer.answer = () => Promise.reject(error)
    await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 60_000)
    expect(rig.enforcer.sent).toHaveLength(1)
    expect(rig.row()).toMatchObject({
      status: 'open',
      attention: 'failed',
      enforcement: { state, error: { code: error.code } },
    })
    expect(rig.recorded.at(-1)).toMatchObject({ kind: 'moderation.ended', outcome: 'failed' })
  })

  it('that the stream survives raises an alarm, and closes when it ends after all', async () => {
    const rig = await withCase()
    await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 5000)
    rig.enforcer.tell({ run: 1, phase: 'overdue', at: rig.clock, shownBy: null })
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'stillOnAir', enforcement: { state: 'stillOnAir' } })
    rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock + 9000, shownBy: 'state' })
    expect(rig.row()).toMatchObject({ status: 'closed', enforcement: { state: 'offAir', offAirAfterMs: 9000 } })
  })

  it('that could not be followed for a while is unknown, and closes when it turns out to be done', async () => {
    const rig = await withCase()
    await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 5000)
    rig.enforcer.tell({ run: 1, phase: 'unknown', at: rig.clock, shownBy: null })
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'failed', enforcement: { state: 'unknown' } })
    rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock + 9000, shownBy: 'stopEvent' })
    expect(rig.row()).toMatchObject({ status: 'closed', enforcement: { state: 'offAir', offAirAfterMs: 9000 } })
  })

  it('is followed although its progress comes before the answer, and that of another between', async () => {
    const rig = await withCase()
    await rig.take(flagged(start, { stream: 'other' }))
    const answers: (() => void)[] = []
    rig.enforcer.answer = () => {
      const run = rig.enforcer.sent.length
      return new Promise((resolve) => answers.push(() => resolve({ run, acceptedAt: rig.clock, isOver: false })))
    }
    for (const row of rig.rows()) await rig.moderation.decide(decision(row, ban), ann)
    await pass(rig, 5000)
    rig.enforcer.tell({ run: 2, phase: 'done', at: rig.clock, shownBy: 'state' })
    for (const answer of answers) answer()
    await pass(rig, 1000)
    const states = rig.rows().map(({ enforcement }) => enforcement?.state)
    expect(states.toSorted()).toEqual(['accepted', 'offAir'])
  })
})

describe('after the end', () => {
  async function ended(which: typeof ban | typeof cut): Promise<Rig> {
    const rig = await withCase()
    await rig.moderation.decide(decision(rig.row(), which), ann)
    await pass(rig, 5000)
    await rig.take(stopped(rig.clock, 'p1'))
    rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock, shownBy: 'stopEvent' })
    expect(rig.row().status).toBe('closed')
    await pass(rig, 10_000)
    return rig
  }
  const refused = (rig: Rig, session: string) => stopped(rig.clock, session, { facts: { code: 18 } })

  it('of a ban, refused pushes raise the case once and are counted; dismissing it keeps the watch', async () => {
    const rig = await ended(ban)
    await rig.take(refused(rig, 'r1'))
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'rePush', watch: { attempts: 1 } })
    await rig.moderation.decide(decision(rig.row(), { reason: 'allowed' }), ann)
    await pass(rig, 5000)
    await rig.take(refused(rig, 'r2'))
    expect(rig.row()).toMatchObject({ status: 'closed', watch: { attempts: 2 } })
    await rig.take(started(rig.clock, 'p2', { domain: 'other.example.com' }))
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'rePush', watch: { attempts: 3 } })
    const last = rig.moderation.detail(rig.row().id, 'acc').timeline.at(-1)
    expect(last).toMatchObject({ kind: 'rePush', facts: { onAir: true, domain: 'other.example.com' } })
  })

  it('of a ban, its running out raises the case', async () => {
    const rig = await ended(ban)
    await pass(rig, 60 * minute)
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'banEnded', watch: null })
  })

  it('of a cut, a new push raises the case with its history, once', async () => {
    const rig = await ended(cut)
    await rig.take(started(rig.clock, 'p2'))
    const [old] = rig.rows()
    expect(old).toMatchObject({ status: 'open', attention: 'newSession', watch: null, decision: { decision: 'cut' } })
    await rig.take(flagged(rig.clock + 1000))
    expect(rig.rows()).toHaveLength(2)
    expect(rig.rows()[0]).toMatchObject({ attention: 'alert', session: 'p2' })
    expect(rig.moderation.detail(rig.rows()[0]?.id ?? 0, 'acc').history.map(({ id }) => id)).toEqual([old?.id])
  })

  /** Cut or banned, and off air in the middle of a second; events know the second only. */
  async function endedWithinSecond(which: typeof ban | typeof cut) {
    const rig = await withCase()
    await rig.moderation.decide(decision(rig.row(), which), ann)
    await pass(rig, 5000)
    const second = rig.clock
    rig.clock += 400
    rig.enforcer.tell({ run: 1, phase: 'done', at: rig.clock, shownBy: 'stopEvent' })
    expect(rig.row().status).toBe('closed')
    return { rig, second }
  }

  it.each([0, 1000, 2000])('of a cut, an encoder back in its second, or %i ms later, counts', async (later) => {
    const { rig, second } = await endedWithinSecond(cut)
    await rig.take(started(second + later, 'p2'))
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'newSession' })
  })

  it('of a cut, a start of the second before is the one that was cut', async () => {
    const { rig, second } = await endedWithinSecond(cut)
    await rig.take(started(second - 1000, 'p2'))
    expect(rig.row()).toMatchObject({ status: 'closed', watch: { kind: 'cut', attempts: 0 } })
  })

  it('of a ban, a refusal within two seconds is the push that was banned; a stream on air is not', async () => {
    const { rig, second } = await endedWithinSecond(ban)
    await rig.take(stopped(second + 1000, 'r1', { facts: { code: 18 } }))
    expect(rig.row()).toMatchObject({ status: 'closed', watch: { attempts: 0 } })
    await rig.take(started(second + 1000, 'p2'))
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'rePush', watch: { attempts: 1 } })
  })

  it('of a ban, cutting a push that got through leaves its watch as it is', async () => {
    const rig = await ended(ban)
    await rig.take(started(rig.clock, 'p2'))
    await rig.moderation.decide(decision(rig.row(), cut), ann)
    await pass(rig, 5000)
    await rig.take(stopped(rig.clock, 'p2'))
    rig.enforcer.tell({ run: 2, phase: 'done', at: rig.clock, shownBy: 'stopEvent' })
    expect(rig.row()).toMatchObject({ status: 'closed', watch: { kind: 'ban', attempts: 1 } })
    expect(rig.moderation.handover('acc').watches).toMatchObject([{ kind: 'ban' }])
    await pass(rig, 10_000)
    await rig.take(started(rig.clock, 'p3'))
    expect(rig.row()).toMatchObject({ status: 'open', attention: 'rePush', watch: { kind: 'ban', attempts: 2 } })
  })

  it('a resume lifts the ban and ends the watch', async () => {
    const rig = await ended(ban)
    const row = await rig.moderation.decide(decision(rig.row(), { decision: 'resume', reason: 'mistake' }), bob)
    expect(row.enforcement).toMatchObject({ action: 'resume', state: 'waiting' })
    await pass(rig, 5000)
    rig.enforcer.tell({ run: 2, phase: 'done', at: rig.clock, shownBy: 'state' })
    expect(rig.row()).toMatchObject({ status: 'closed', watch: null, enforcement: { state: 'lifted' } })
  })

  it('the watch outlives a restart', async () => {
    const rig = await (await ended(ban)).restart()
    await rig.take(refused(rig, 'r1'))
    expect(rig.row()).toMatchObject({ attention: 'rePush', watch: { attempts: 1 } })
  })
})

describe('when the desk ends in between', () => {
  it('a decision that has not left is sent soon after, or said not to have been', async () => {
    const rig = await withCase()
    await rig.moderation.decide(decision(rig.row(), ban), ann)
    rig.clock += 2000
    const soon = await rig.restart()
    await pass(soon, 4000)
    expect(soon.enforcer.sent).toHaveLength(1)

    const other = await withCase()
    await other.moderation.decide(decision(other.row(), ban), ann)
    other.clock += 10 * minute
    const late = await other.restart()
    await pass(late, 10_000)
    expect(late.enforcer.sent).toEqual([])
    expect(late.row()).toMatchObject({ attention: 'failed', enforcement: { error: { code: 'case.interrupted' } } })
  })

  it('a decision over which the machine has slept is not sent hours later, but said not to have been', async () => {
    const rig = await withCase()
    await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 2000)
    rig.clock += 8 * 60 * minute
    await pass(rig, 10_000)
    expect(rig.enforcer.sent).toEqual([])
    expect(rig.row()).toMatchObject({ attention: 'failed', enforcement: { error: { code: 'case.interrupted' } } })
  })

  it.each([
    ['forbid', 'closed', 'offAir'],
    ['active', 'open', 'unknown'],
  ] as const)('a call that was on its way is looked into, never repeated: %s', async (state, status, ends) => {
    const rig = await withCase()
    rig.enforcer.answer = () => new Promise(() => {})
    await rig.moderation.decide(decision(rig.row(), ban), ann)
    await pass(rig, 5000)
    expect(rig.row().enforcement?.state).toBe('requested')
    const again = await rig.restart()
    again.enforcer.stateNow = async () => state
    await pass(again, 30_000)
    expect(again.enforcer.sent).toEqual([])
    expect(again.row()).toMatchObject({ status, enforcement: { state: ends } })
    expect(again.row().watch?.kind).toBe(state === 'forbid' ? 'ban' : undefined)
  })

  it.each([
    ['inactive', 'lifted'],
    ['active', 'lifted'],
    ['forbid', 'unknown'],
    ['unknown', 'unknown'],
  ] as const)('a resume that was on its way is lifted only when the cloud says so: %s', async (state, ends) => {
    const rig = await withCase()
    rig.enforcer.answer = () => new Promise(() => {})
    await rig.moderation.decide(decision(rig.row(), { decision: 'resume', reason: 'mistake' }), ann)
    await pass(rig, 5000)
    const again = await rig.restart(state)
    await pass(again, 30_000)
    expect(again.row().enforcement).toMatchObject({ action: 'resume', state: ends })
  })
})
