import { describe, expect, it } from 'vitest'
import { readRecorded } from '../../../src-main/core/receiver/recorded.ts'
import { gapsBetween, joinGaps } from '../../../src-main/core/stream/gaps.ts'

const minute = 60_000

describe('the gaps', () => {
  it('are the times between those in which the desk listened', () => {
    const spans = [
      { from: 10 * minute, to: 20 * minute },
      { from: 20.5 * minute, to: 30 * minute },
      { from: 40 * minute, to: 50 * minute },
      { from: 45 * minute, to: 48 * minute },
    ]
    expect(gapsBetween(spans, 5 * minute)).toEqual([
      { from: 5 * minute, to: 10 * minute },
      { from: 30 * minute, to: 40 * minute },
    ])
    expect(gapsBetween([], 0)).toEqual([])
  })

  it('are joined with those of the address where they overlap, newest first, without stumbles', () => {
    const off = [{ from: 10 * minute, to: 20 * minute }]
    const address = [
      { from: 40 * minute, to: 40.5 * minute },
      { from: 18 * minute, to: 25 * minute },
      { from: 50 * minute, to: 60 * minute },
    ]
    expect(joinGaps(off, address)).toEqual([
      { from: 50 * minute, to: 60 * minute, reasons: ['address'] },
      { from: 10 * minute, to: 25 * minute, reasons: ['off', 'address'] },
    ])
  })
})

describe('a delivery record', () => {
  const body = {
    event_type: 1,
    app: 'push.example.com',
    appname: 'live',
    stream_id: 'room',
    sequence: '1',
    t: 1703732078,
  }

  it('is read as the event it is, with a trust of its own', () => {
    const read = readRecorded(
      'a',
      JSON.stringify({ ...body, event_time: 1703731478, stream_param: 'txSecret=abc' }),
      17,
    )
    expect(read?.event).toMatchObject({
      type: 1,
      domain: 'push.example.com',
      stream: 'room',
      trust: 'recovered',
      occurredAt: 1703731478000,
      receivedAt: 17,
      templateId: null,
    })
    expect(read?.identities).toHaveLength(2)
  })

  it('is nothing when it is no event, or of a kind that is not recorded', () => {
    for (const text of ['', 'request body', '[]', '{}', JSON.stringify({ ...body, event_type: 317 })])
      expect(readRecorded('a', text, 17)).toBeNull()
  })
})
