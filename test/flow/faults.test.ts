/** The fault programs in their short versions; `npm run faults` lists the long ones. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { damageAll } from '../faults/damage.ts'
import { repeat } from '../faults/duplicates.ts'
import { flood } from '../faults/flood.ts'
import { fillDisk } from '../faults/full.ts'
import { killRepeatedly } from '../faults/kill.ts'
import { killInEachStep } from '../faults/migrate.ts'
import { buildShim } from '../faults/shim.ts'
import { traceAnswers } from '../faults/trace.ts'

const normalWriter = new URL('../faults/normal-writer.ts', import.meta.url).href

function watched() {
  const shim = buildShim()
  onTestFinished(() => shim?.remove())
  return shim
}

describe('kill -9 under load', () => {
  it('loses nothing that was acknowledged, in what the process left and in what a power cut would have', async () => {
    const result = await killRepeatedly(2, watched())
    expect(result.acknowledged).toBeGreaterThan(0)
    expect(result).toMatchObject({ lostByProcess: 0, doubled: 0 })
    expect(result.lostByPower ?? 0).toBe(0)
  })

  it('would lose some if the writer did not wait for the disk', async ({ skip }) => {
    const shim = watched() ?? skip('there is no C compiler')
    // What the log's copying has synced is safe all the same; no three kills come right after it.
    const result = await killRepeatedly(3, shim, { normal: true })
    expect(result.lostByPower).toBeGreaterThan(0)
  })
})

describe('every 200', () => {
  it('leaves after the fsync that holds its event', async ({ skip }) => {
    const result = (await traceAnswers(300)) ?? skip('there is no C compiler')
    expect(result).toMatchObject({ answers: 300, tooEarly: 0, unknown: 0 })
  })

  it('would leave too early if the writer did not wait for the disk', async ({ skip }) => {
    const result = (await traceAnswers(300, normalWriter)) ?? skip('there is no C compiler')
    expect(result.tooEarly).toBeGreaterThan(0)
  })
})

describe('a disk that is full', () => {
  it('is answered 503 while old events can be read, and taken again by itself once there is room', async ({ skip }) => {
    const result = (await fillDisk()) ?? skip('nothing can be mounted')
    expect(result).toMatchObject({ refusedWhileFull: 100, readWhileFull: 100, acceptedAfter: 100, lost: 0 })
  })
})

describe('a damaged file', () => {
  it.each(damageAll())('$damage is set aside and its newest good backup restored', (result) => {
    expect(result).toMatchObject({
      'set aside': true,
      'as it was': true,
      'events restored': 2000,
      'works again': true,
    })
  })
})

describe('a migration', () => {
  it('killed at any place leaves the old version whole, and the next start finishes it', () => {
    const results = killInEachStep()
    expect(Object.keys(results)).toHaveLength(12)
    expect(Object.entries(results).filter(([, survived]) => !survived)).toEqual([])
  })
})

describe('repeats and floods', () => {
  it('keep one event delivered 300 times as one row', async () => {
    expect(await repeat(300)).toEqual({ sent: 300, accepted: 300, rows: 1, deliveries: 300 })
  })

  it('let every good request through beside 2,000 bad ones a second', async () => {
    const result = await flood(1)
    expect(result.good).toBeGreaterThan(0)
    expect(result['good lost']).toBe(0)
    // Nearly all at once; a machine that stands still may cut off one or another with the strangers.
    expect(result['good accepted']).toBeGreaterThan(result.good / 2)
  })
})
