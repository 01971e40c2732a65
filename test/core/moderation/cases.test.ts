/** Cases built from stored events: one per stream session, the same whatever the order and however often told. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRig, flagged, minute, type Rig, start, started, stopped } from './rig.ts'

describe('an alert', () => {
  it('opens a case that says what is known of it', async () => {
    const rig = await createRig()
    await rig.take(
      started(start - minute, 'push-1'),
      flagged(start, { facts: { subLabel: 'PornHigh', picture: 'https://x.example/a.jpg' } }),
    )
    expect(rig.row()).toMatchObject({
      version: 1,
      status: 'open',
      attention: 'alert',
      domain: 'push.example.com',
      app: 'live',
      stream: 'show',
      session: 'push-1',
      verdict: 'Block',
      score: 95,
      label: 'Porn',
      subLabel: 'PornHigh',
      labels: ['Porn'],
      alerts: 1,
      pictures: 1,
      blocks: 1,
      firstAt: start,
      lastAt: start,
      receivedAt: start + 500,
      offAirAt: null,
      trust: 'verified',
      claim: null,
      decision: null,
    })
    expect(rig.wanted).toHaveLength(1)
  })

  it('of the same session joins its case, and the worst counts', async () => {
    const rig = await createRig()
    await rig.take(
      flagged(start, { verdict: 'Review', score: 61, label: 'Sexy' }),
      flagged(start + minute, { score: 90 }),
      flagged(start + 2 * minute, { verdict: 'Review', score: 99, label: 'Ad' }),
    )
    expect(rig.rows()).toHaveLength(1)
    expect(rig.row()).toMatchObject({ verdict: 'Block', score: 90, label: 'Porn', alerts: 3, blocks: 1 })
    expect(rig.row().labels).toEqual(['Porn', 'Ad', 'Sexy'])
  })

  it.each([
    ['ten minutes apart', 10 * minute, 1],
    ['more than ten minutes apart', 10 * minute + 1, 2],
  ])('%s from the last one, of an unknown push', async (_what, gap, cases) => {
    const rig = await createRig()
    await rig.take(flagged(start), flagged(start + gap))
    expect(rig.rows()).toHaveLength(cases)
  })

  it('an hour after the last one, of the same push, joins', async () => {
    const rig = await createRig()
    await rig.take(started(start - minute, 'p'), flagged(start), flagged(start + 60 * minute))
    expect(rig.rows()).toHaveLength(1)
  })

  it('of a new push opens another case, however soon it comes', async () => {
    const rig = await createRig()
    await rig.take(flagged(start), stopped(start + 1000, 'p1'), started(start + 2000, 'p2'), flagged(start + 3000))
    expect(rig.rows()).toHaveLength(2)
    expect(rig.rows()[1]).toMatchObject({ offAirAt: start + 1000 })
  })

  it('of another domain, app, stream or account opens a case of its own', async () => {
    const rig = await createRig()
    await rig.take(
      flagged(start),
      flagged(start, { domain: 'other.example.com' }),
      flagged(start, { app: 'other' }),
      flagged(start, { stream: 'other' }),
      flagged(start, { accountId: 'other' }),
    )
    expect(rig.rows()).toHaveLength(4)
  })

  it('told twelve times is one', async () => {
    const rig = await createRig()
    for (let time = 0; time < 12; time++) await rig.take(flagged(start, { key: 'the same' }))
    expect(rig.row()).toMatchObject({ alerts: 1 })
    const [again] = await rig.take(flagged(start + 1))
    for (let time = 0; time < 12; time++) rig.moderation.stored(again ? [again] : [])
    expect(rig.row()).toMatchObject({ alerts: 2 })
  })

  it('with the verdict Pass makes no case', async () => {
    const rig = await createRig()
    await rig.take(flagged(start, { verdict: 'Pass' }))
    expect(rig.rows()).toEqual([])
  })

  it('is shown with whatever score, label and place it came with', async () => {
    const rig = await createRig()
    await rig.take(
      flagged(start, { score: -5, label: 'Brand-new 标签', stream: 'a' }),
      flagged(start, { score: 1e9, label: null, stream: 'b' }),
      flagged(start, { score: null, label: '__proto__', stream: 'c' }),
      flagged(start, { domain: null, app: null, stream: null, facts: {} }),
    )
    const rows = Object.fromEntries(rig.rows().map((row) => [row.stream ?? '', row]))
    expect(rows.a).toMatchObject({ score: -5, label: 'Brand-new 标签', severity: 4 })
    expect(rows.b).toMatchObject({ score: 1e9, label: null, labels: [] })
    expect(rows.c).toMatchObject({ score: null, label: '__proto__', labels: ['__proto__'] })
    expect(rows['']).toMatchObject({ domain: null, app: null, pictureEvent: null })
  })

  it('weighs as weak when no verified one supports the verdict', async () => {
    const rig = await createRig()
    await rig.take(flagged(start, { trust: 'ok', verdict: 'Review', score: 70 }))
    expect(rig.row().trust).toBe('verified')
    await rig.take(flagged(start + 1, { trust: 'wrong' }), flagged(start + 2, { trust: 'missing' }))
    await rig.take(flagged(start + 3, { facts: { suspicious: 1 } }))
    expect(rig.row()).toMatchObject({ verdict: 'Block', trust: 'weak' })
    expect(rig.row().trusts).toMatchObject({ ok: 1, wrong: 1, missing: 1, reused: 1 })
    await rig.take(flagged(start + 4, { trust: 'late' }))
    expect(rig.row().trust).toBe('verified')
  })
})

describe('the clock of a case', () => {
  it('stops with the stream, and runs again when something was taken later', async () => {
    const rig = await createRig()
    await rig.take(flagged(start), stopped(start + minute, 'p'))
    expect(rig.row()).toMatchObject({ offAirAt: start + minute })
    await rig.take(flagged(start + 3 * minute))
    expect(rig.row()).toMatchObject({ alerts: 2, offAirAt: null })
  })

  it('is not stopped by a stop event with a wrong or missing signature', async () => {
    const rig = await createRig()
    await rig.take(flagged(start), stopped(start + minute, 'p', { trust: 'wrong' }))
    await rig.take(stopped(start + minute, 'p', { trust: 'missing' }))
    expect(rig.row().offAirAt).toBeNull()
  })
})

describe('a flood', () => {
  it('of ten thousand alerts for one stream is one case with its numbers', async () => {
    const rig = await createRig()
    for (let batch = 0; batch < 100; batch++)
      await rig.take(...Array.from({ length: 100 }, (_, index) => flagged(start + (batch * 100 + index) * 100)))
    expect(rig.rows()).toHaveLength(1)
    expect(rig.row()).toMatchObject({ alerts: 10_000, pictures: 10_000, blocks: 10_000 })
    const { strip, more } = rig.moderation.detail(rig.row().id, 'acc')
    expect(strip.length).toBeLessThanOrEqual(62)
    expect(strip.length + more).toBe(10_000)
    expect(strip[0]?.at).toBe(start)
    expect(strip.at(-1)?.at).toBe(start + 999_900)
  })
})

describe('after a restart', () => {
  it('the cases are there, with what was stored and never told', async () => {
    const rig = await createRig()
    await rig.take(flagged(start))
    await rig.storeOnly(flagged(start + minute), flagged(start, { stream: 'missed' }))
    const again = await rig.restart()
    expect(again.rows().map(({ stream, alerts }) => [stream, alerts])).toEqual([
      ['show', 2],
      ['missed', 1],
    ])
  })

  it('without its file they are built anew from the events', async () => {
    const rig = await createRig()
    rig.clock = start + 3 * minute
    await rig.take(flagged(start), flagged(start + minute))
    rig.caseStore.db.exec('DELETE FROM cases; DELETE FROM case_alerts; DELETE FROM progress')
    const again = await rig.restart()
    expect(again.row()).toMatchObject({ alerts: 2 })
  })

  it('a case file that fails for a while misses nothing', async () => {
    const rig = await createRig()
    rig.caseStore.db.exec('ALTER TABLE case_alerts RENAME TO away')
    await rig.take(flagged(start))
    expect(rig.rows()).toEqual([])
    rig.caseStore.db.exec('ALTER TABLE away RENAME TO case_alerts')
    await rig.moderation.caughtUp()
    await expect.poll(() => rig.rows().length, { timeout: 60_000 }).toBe(1)
  })
})

type Told = ReturnType<typeof flagged>

/** Up to three pushes and some alerts of one stream, each with a key so that a repeat is a repeat. */
const stories = fc
  .record({
    pushes: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 3 }),
    stops: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
    alerts: fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 90 }),
        verdict: fc.constantFrom('Block', 'Review'),
        score: fc.option(fc.integer({ min: -10, max: 110 }), { nil: null }),
        label: fc.constantFrom('Porn', 'Ad', null),
        trust: fc.constantFrom('ok', 'wrong'),
      }),
      { minLength: 1, maxLength: 12 },
    ),
  })
  .map(({ pushes, stops, alerts }): Told[] => {
    const sorted = pushes.toSorted((a, b) => a - b)
    const told: Told[] = []
    for (const [index, from] of sorted.entries()) {
      const to = Math.min(from + 20, (sorted[index + 1] ?? 1000) - 1)
      told.push(started(start + from * minute, `p${index}`, { key: `start ${index}` }))
      if (stops[index]) told.push(stopped(start + to * minute, `p${index}`, { key: `stop ${index}` }))
    }
    for (const [index, { at, ...rest }] of alerts.entries())
      told.push(flagged(start + at * minute, { ...rest, key: `alert ${index}` } as Told))
    return told
  })

/** Whatever happened when, it arrives in the order it is told. */
const arriving = (event: Told, index: number): Told => ({ ...event, receivedAt: start + 300 * minute + index })

const picture = (rig: Rig) =>
  rig
    .rows()
    .map(({ id: _id, version: _v, status: _s, attention: _a, pictureEvent: _p, receivedAt: _r, ...row }) => row)
    .toSorted((a, b) => a.firstAt - b.firstAt)

describe('in any order and with any repeats', () => {
  it('the same events make the same cases', async () => {
    await fc.assert(
      fc.asyncProperty(stories, fc.infiniteStream(fc.nat()), async (told, chance) => {
        const straight = await createRig()
        await straight.take(...told.map(arriving))
        const mixed = [...told, ...told.slice(0, 3)]
          .map((event) => ({ event, rank: chance.next().value ?? 0 }))
          .toSorted((a, b) => a.rank - b.rank)
        const shuffled = await createRig()
        for (const [index, { event }] of mixed.entries()) await shuffled.take(arriving(event, index))
        expect(picture(shuffled)).toEqual(picture(straight))
        const again = await shuffled.restart()
        expect(picture(again)).toEqual(picture(straight))
      }),
      { numRuns: 15 },
    )
  })
})
