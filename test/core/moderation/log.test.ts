/** The log of who saw and did what, its export, the measures of a shift and the hand-over sheet. */
import { describe, expect, it } from 'vitest'
import { bandOf } from '../../../src-main/core/moderation/measures.ts'
import { ann, bob, createRig, decision, flagged, minute, type Rig, start } from './rig.ts'

async function shift(): Promise<Rig> {
  const rig = await createRig()
  const labels = ['Porn', 'Porn', 'Ad', null]
  const scores = [95, 95, 70, null]
  await rig.take(
    ...labels.map((label, index) => flagged(start, { stream: `room-${index}`, label, score: scores[index] ?? null })),
  )
  const rows = rig.rows().toSorted((a, b) => a.id - b.id)
  const [first, second, third] = rows
  if (!first || !second || !third) throw new Error('three cases are needed')
  rig.clock = start + 500 + 10_000
  rig.moderation.viewed({ caseId: first.id, eventIds: [first.pictureEvent ?? 0] }, ann)
  rig.moderation.revealed({ caseId: first.id, eventId: first.pictureEvent ?? 0, how: 'region', ms: 700 }, ann)
  rig.clock += 10_000
  await rig.moderation.decide(decision(rig.row(first.id)), ann)
  rig.clock += 20_000
  rig.moderation.viewed({ caseId: second.id, eventIds: [second.pictureEvent ?? 0] }, bob)
  await rig.moderation.decide(decision(rig.row(second.id), { decision: 'warn', reason: '=1+1' }), bob)
  await rig.moderation.decide(decision(rig.row(third.id)), bob)
  return rig
}

async function textOf(rig: Rig, format: 'csv' | 'jsonl'): Promise<string> {
  let text = ''
  for await (const chunk of rig.moderation.exportLog('acc', { format })) text += chunk.text
  return text
}

describe('the measures of a shift', () => {
  it('have the count behind every figure', async () => {
    const rig = await shift()
    expect(rig.moderation.measures('acc', { from: start, to: start + minute })).toEqual({
      from: start,
      to: start + minute,
      cases: 4,
      alerts: 4,
      decisions: 3,
      firstView: { medianMs: 25_000, count: 2 },
      decision: { medianMs: 40_000, count: 3 },
      offAir: { medianMs: null, count: 0 },
      stillOnAir: 0,
      dismissals: [
        { label: 'Porn', band: '90–100', decided: 2, dismissed: 1 },
        { label: 'Ad', band: '60–79', decided: 1, dismissed: 1 },
      ],
      moderators: [
        { name: 'Ann', decisions: 1, pictures: 1, revealed: 1, decision: { medianMs: 20_000, count: 1 } },
        { name: 'Bob', decisions: 2, pictures: 1, revealed: 0, decision: { medianMs: 40_000, count: 2 } },
      ],
    })
  })

  it('of an empty span are empty, and of another account too', async () => {
    const rig = await shift()
    expect(rig.moderation.measures('acc', { from: 0, to: 1 })).toMatchObject({ cases: 0, firstView: { count: 0 } })
    expect(rig.moderation.measures('other', { from: start, to: start + minute })).toMatchObject({
      cases: 0,
      decisions: 0,
    })
  })

  it('put a score in its band, and what is none in its own', () => {
    expect([59.9, 60, 89, 90, 100].map(bandOf)).toEqual(['0–59', '60–79', '80–89', '90–100', '90–100'])
    expect([null, -1, 101].map(bandOf)).toEqual(['?', '?', '?'])
  })
})

describe('the log', () => {
  it('exports as JSON Lines, oldest first, with the stream', async () => {
    const lines = (await textOf(await shift(), 'jsonl')).trim().split('\n')
    const entries = lines.map((line) => JSON.parse(line) as { kind: string; who: string; stream: string })
    expect(entries.map(({ kind }) => kind)).toEqual([
      ...Array(4).fill('opened'),
      'viewed',
      'revealed',
      'decided',
      'viewed',
      'decided',
      'decided',
    ])
    expect(entries[4]).toMatchObject({ who: 'Ann', stream: 'push.example.com/live/room-0' })
  })

  it('exports as CSV in which no cell is a formula', async () => {
    const csv = await textOf(await shift(), 'csv')
    expect(csv.startsWith('\uFEFFtime,who,case,stream,what,facts\r\n')).toBe(true)
    expect(csv.trim().split('\r\n')).toHaveLength(11)
    expect(csv).not.toMatch(/(^|,)"?=/m)
  })

  it('exports only what is asked for, and something even when there is nothing', async () => {
    const rig = await createRig()
    const chunks = []
    for await (const chunk of rig.moderation.exportLog('acc', { format: 'csv' })) chunks.push(chunk)
    expect(chunks).toEqual([{ text: '\uFEFFtime,who,case,stream,what,facts\r\n', rows: 0, total: 0 }])
  })
})

describe('the hand-over sheet', () => {
  it('names what waits, most urgent first, and what was decided', async () => {
    const rig = await shift()
    const { open, decided, watches } = rig.moderation.handover('acc')
    expect(open.map(({ stream }) => stream)).toEqual(['room-3'])
    expect(decided.map(({ stream }) => stream).toSorted()).toEqual(['room-0', 'room-1', 'room-2'])
    expect(watches).toEqual([])
  })
})

describe('looking for old cases', () => {
  it('finds by a label that is not the worst of its case', async () => {
    const rig = await createRig()
    await rig.take(flagged(start), flagged(start + 1000, { verdict: 'Review', score: 60, label: 'Ad' }))
    const find = (label: string) => rig.moderation.cases('acc', { filter: { label }, limit: 10 }).rows.length
    expect([find('Porn'), find('Ad'), find('Abuse')]).toEqual([1, 1, 0])
  })

  it('finds by words, decision, who, label, trust and time, and pages', async () => {
    const rig = await shift()
    const find = (filter: object) => rig.moderation.cases('acc', { filter, limit: 10 }).rows.map(({ stream }) => stream)
    expect(find({ text: 'ROOM-2' })).toEqual(['room-2'])
    expect(find({ text: '100%' })).toEqual([])
    expect(find({ decision: 'warn' })).toEqual(['room-1'])
    expect(find({ who: 'Ann' })).toEqual(['room-0'])
    expect(find({ label: 'Ad' })).toEqual(['room-2'])
    expect(find({ trust: 'weak' })).toEqual([])
    expect(find({ status: ['open'] })).toEqual(['room-3'])
    expect(find({ to: start - 1 })).toEqual([])
    const first = rig.moderation.cases('acc', { filter: {}, limit: 3 })
    const last = first.rows.at(-1) ?? expect.fail('no rows')
    const rest = rig.moderation.cases('acc', { filter: {}, limit: 3, before: { lastAt: last.lastAt, id: last.id } })
    expect([first.hasMore, rest.hasMore, first.rows.length + rest.rows.length]).toEqual([true, false, 4])
  })
})
