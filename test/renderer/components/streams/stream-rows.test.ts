import { describe, expect, it } from 'vitest'
import type { Enforcement, OnAirStream } from '../../../../src-main/contract/streams.ts'
import { banEnd } from '../../../../src-renderer/components/streams/enforce-form.ts'
import { shownRuns } from '../../../../src-renderer/components/streams/enforcement-words.ts'
import { readStreamQuery, writeStreamQuery } from '../../../../src-renderer/components/streams/stream-query.ts'
import {
  bySince,
  filterStreams,
  lasting,
  noStreamFilter,
  readStreamKey,
  sortStreams,
  streamKey,
} from '../../../../src-renderer/components/streams/stream-rows.ts'
import { toLocalInput } from '../../../../src-renderer/local-input.ts'
import { onAirStream } from './samples.ts'

const noon = Date.UTC(2026, 0, 2, 12)
const day = 24 * 60 * 60_000
const row = (stream: string, more: Partial<OnAirStream> = {}) => onAirStream({ stream, since: noon, ...more })

describe('the list of streams', () => {
  it('is searched in every part of its name, and filtered', () => {
    const rows = [row('room-1', { alerts: 2 }), row('show', { domain: 'push2.example.com', bannedUntil: noon })]
    const names = (more: object) => filterStreams(rows, { ...noStreamFilter, ...more }).map(({ stream }) => stream)
    expect(names({ text: ' PUSH2 ' })).toEqual(['show'])
    expect(names({ domain: 'push.example.com' })).toEqual(['room-1'])
    expect(names({ only: 'alerts' })).toEqual(['room-1'])
    expect(names({ only: 'banned' })).toEqual(['show'])
  })

  it('begins with the youngest, and keeps those without a time last', () => {
    const rows = [
      row('old', { since: noon - day }),
      row('no time', { since: null }),
      row('young'),
      row('a', { since: noon }),
    ]
    expect(sortStreams(rows, bySince).map(({ stream }) => stream)).toEqual(['a', 'young', 'old', 'no time'])
  })

  it('tells streams apart by a key that can be read back, whatever the name holds', () => {
    for (const ref of [row('a/b/c'), row('房间 1', { app: '' })]) {
      const { domain, app, stream } = ref
      expect(readStreamKey(streamKey(ref))).toEqual({ domain, app, stream })
    }
    for (const text of ['', 'a', 'a/b', 'a//', '//x']) expect(readStreamKey(text)).toBeNull()
  })

  it('counts whole seconds', () => {
    expect(lasting(noon, noon + 2999)).toBe(2000)
    expect(lasting(noon, noon - 5)).toBe(1000)
  })

  it('stands in the page’s address', () => {
    const query = {
      q: 'room',
      domain: 'push.example.com',
      only: 'alerts',
      tab: 'bans',
      stream: 'd/a/s',
      panel: 'history',
    }
    expect(writeStreamQuery(readStreamQuery(query))).toEqual(query)
    expect(writeStreamQuery(readStreamQuery({ tab: 'x', stream: 'x', sort: 'y' }))).toEqual({})
  })
})

describe('a ban', () => {
  it('ends when was chosen, within what the cloud takes', () => {
    expect(banEnd('7d', '', noon)).toBe(noon + 7 * day)
    expect(banEnd('90d', '', noon)).toBeLessThan(noon + 90 * day)
    expect(banEnd('custom', toLocalInput(noon + day), noon)).toBe(noon + day)
    for (const time of ['', 'x', toLocalInput(noon), toLocalInput(noon + 91 * day)])
      expect(banEnd('custom', time, noon)).toBeNull()
  })
})

describe('what is shown of cuts and bans', () => {
  const run = (id: number, more: Partial<Enforcement> = {}): Enforcement => ({
    id,
    action: 'cut',
    domain: 'd',
    app: 'a',
    stream: `s${id}`,
    reason: '',
    until: null,
    requestedAt: noon,
    acceptedAt: noon,
    confirmedBy: 'answer',
    phase: 'done',
    onAirAt: [],
    doneAt: noon,
    doneBy: 'state',
    rePushedAt: null,
    ...more,
  })

  it('is every alarm until it is put away, and what ended well for a minute', () => {
    const runs = [run(1), run(2, { phase: 'overdue' }), run(3, { phase: 'accepted' })]
    const ids = (now: number, away: number[] = []) => shownRuns(runs, now, new Set(away)).map(({ id }) => id)
    expect(ids(noon + 30_000)).toEqual([1, 2, 3])
    expect(ids(noon + 90_000)).toEqual([2, 3])
    expect(ids(noon + 90_000, [2])).toEqual([3])
    expect(shownRuns(runs, noon + day, new Set(), { domain: 'd', app: 'a', stream: 's1' })).toHaveLength(1)
  })
})
