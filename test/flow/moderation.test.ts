/** The board on the practice cloud: alerts over HTTP, two windows, decisions that are done when the stream is off air. */
import { describe, expect, it, vi } from 'vitest'
import type { CaseRow } from '../../src-main/contract/cases.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { mustTypeName } from '../../src-main/contract/streams.ts'
import { startDesk, type TestDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
const within = { timeout: 40_000, interval: 50 }

/** A desk on the practice cloud whose domain's callbacks arrive. */
async function receiving(): Promise<TestDesk> {
  const desk = await startDesk()
  const { client, practice } = desk
  await client.practice.start({ site: 'cn', timeScale: 600 })
  const { urls } = await client.templates.deskUrls({})
  const template = await client.templates.save({
    name: 'desk',
    description: '',
    urls,
    recordExceptionLevels: ['error'],
    key: { action: 'set', key: 'k'.repeat(32) },
  })
  await bindNow(client, { domain, app: '', templateId: template.id })
  await vi.waitFor(async () => {
    practice().emit({ type: 1, domain, stream: 'probe' })
    expect((await client.events.page({ filter: { types: [1] } })).rows.length).toBeGreaterThan(0)
  }, within)
  return desk
}

function watchBoard(client: DeskClient): Map<number, CaseRow> {
  const board = new Map<number, CaseRow>()
  client.alerts.board(
    {},
    {
      onItem({ reset, cases, removed }) {
        if (reset) board.clear()
        for (const row of cases) board.set(row.id, row)
        for (const id of removed) board.delete(id)
      },
    },
  )
  return board
}

/** A stream on air with a flagged picture, and its case. */
async function flagStream({ client, practice }: TestDesk, stream: string, times = 1): Promise<CaseRow> {
  practice().emit({ type: 1, domain, stream })
  for (let time = 0; time < times; time++) practice().emit({ type: 317, domain, stream })
  return vi.waitFor(async () => {
    const { rows } = await client.alerts.cases({ filter: { text: stream } })
    const row = rows.find((each) => each.stream === stream && each.alerts >= times)
    expect(row).toBeDefined()
    return row as CaseRow
  }, within)
}

const rowOf = async (client: DeskClient, id: number) => (await client.alerts.case({ id })).row
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: AppError) => error,
  )
const ban = {
  decision: 'ban' as const,
  reason: 'porn',
  note: '',
  durationMs: 3_600_000,
  confirmations: { weakTrust: true as const },
}
const cut = { decision: 'cut' as const, reason: 'porn', note: '', confirmations: { weakTrust: true as const } }

describe('on the practice cloud', () => {
  it('alerts become cases whose pictures are fetched, with the case as evidence', async () => {
    const desk = await receiving()
    const board = watchBoard(desk.client)
    const { id } = await flagStream(desk, 'room-a', 3)
    await vi.waitFor(() => expect(board.get(id)).toMatchObject({ stream: 'room-a', trust: 'verified' }), within)
    const { strip, timeline } = await desk.client.alerts.case({ id })
    expect(strip.length).toBeGreaterThanOrEqual(3)
    expect(timeline[0]).toMatchObject({ kind: 'opened' })
    const eventId = strip[0]?.eventId ?? 0
    const picture = await desk.client.alerts.picture({ eventId })
    expect(picture).toMatchObject({ state: 'ready', type: 'image/png', width: 640 })
    const { url = '', bytes = 0 } = picture.state === 'ready' ? picture : {}
    expect(url).toMatch(new RegExp(`^/img/${eventId}\\..`))
    expect((await desk.app.readPicture(url.slice('/img/'.length)))?.bytes.length).toBe(bytes)
    expect(await desk.app.readPicture(String(eventId))).toBeNull()
    expect(JSON.stringify(strip)).not.toContain(new URL(desk.practice().endpoint).host)
  })

  it('odd alerts become cases that say what they came with, and a picture that cannot be had says why', async () => {
    const { client, practice } = await receiving()
    const { urls } = await client.templates.deskUrls({})
    const at = Math.floor(Date.now() / 1000)
    const alert = (stream: string, more: object) => ({
      ...{ event_type: 317, app: domain, appname: 'live', streamId: stream, suggestion: 'Block', label: 'Porn' },
      ...{ screenshotTime: at, sendTime: at, ...more },
    })
    const post = (body: object) => practice().fetch(urls.pornCensorship ?? '', JSON.stringify(body))
    const odd: Record<string, object> = {
      'odd-misspelt': { socre: [99] },
      'odd-number': { score: 77 },
      'odd-list': { score: [88, 12] },
      'odd-negative': { score: [-3] },
      'odd-huge': { score: 1e9 },
      'odd-none': {},
      'odd-words': { score: 'high', type: 'x', img: 5, label: ['Porn'] },
      'odd-inside': { score: 90, img: 'http://127.0.0.1:80/a.jpg' },
      'odd-file': { score: 90, img: 'file:///etc/passwd' },
      'odd-host': { score: 90, img: 'https://pictures.example/a.jpg' },
    }
    for (const [stream, more] of Object.entries(odd)) await post(alert(stream, more))
    for (let time = 0; time < 12; time++) await post(alert('odd-twelve', { score: 91 }))
    const rows = await vi.waitFor(async () => {
      const { rows } = await client.alerts.cases({ filter: { text: 'odd-' }, limit: 200 })
      expect(rows).toHaveLength(11)
      return new Map(rows.map((row) => [row.stream, row]))
    }, within)
    const scores = Object.fromEntries([...rows].map(([stream, { score }]) => [stream, score]))
    expect(scores).toMatchObject({
      ...{ 'odd-misspelt': 99, 'odd-number': 77, 'odd-list': 88, 'odd-negative': -3, 'odd-huge': 1e9 },
      ...{ 'odd-none': null, 'odd-words': null },
    })
    expect([...rows.values()].map(({ alerts }) => alerts)).toEqual(Array(11).fill(1))
    const problemOf = async (stream: string) => {
      const { strip } = await client.alerts.case({ id: rows.get(stream)?.id ?? 0 })
      const picture = await client.alerts.picture({ eventId: strip[0]?.eventId ?? 0 })
      return picture.state === 'failed' ? picture.problem : picture.state
    }
    expect(await problemOf('odd-none')).toBe('none')
    expect(await problemOf('odd-words')).toBe('none')
    expect(await problemOf('odd-inside')).toBe('host')
    expect(await problemOf('odd-file')).toBe('address')
    expect(await problemOf('odd-host')).toBe('host')
  })

  it('a ban leaves after five seconds and is done when the stream is off air; a push during it raises the case', async () => {
    const desk = await receiving()
    const { client, practice } = desk
    const { id, version } = await flagStream(desk, 'room-b')
    const radius = await client.alerts.blastRadius({ caseId: id })
    expect(radius).toMatchObject({ identity: 'own', stream: 'room-b' })
    expect(mustTypeName(radius)).toBe(false)
    const decided = await client.alerts.decide({ ...ban, caseId: id, version })
    expect(decided).toMatchObject({ status: 'acting', enforcement: { state: 'waiting' } })
    const closed = await vi.waitFor(async () => {
      const row = await rowOf(client, id)
      expect(row.enforcement?.state).toBe('offAir')
      return row
    }, within)
    expect(closed).toMatchObject({ status: 'closed', watch: { kind: 'ban' } })
    expect(closed.enforcement?.offAirAfterMs).toBeGreaterThanOrEqual(0)
    expect(
      practice()
        .calls()
        .filter(({ action }) => action === 'ForbidLiveStream'),
    ).toHaveLength(1)

    await vi.waitFor(async () => {
      practice().emit({ type: 1, domain, stream: 'room-b' })
      expect(await rowOf(client, id)).toMatchObject({ status: 'open', attention: 'rePush' })
    }, within)
    const { entries } = await client.activity.page({ filter: { kinds: ['moderation.decided', 'moderation.ended'] } })
    expect(entries.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['moderation.ended', 'ok'],
      ['moderation.decided', 'ok'],
    ])
  })

  it('an OK of the API under which the stream stays on air raises an alarm', async () => {
    const desk = await receiving()
    const { client } = desk
    await client.practice.setScenario({ scenario: 'deafEdge' })
    const { id, version } = await flagStream(desk, 'room-c')
    await client.alerts.decide({ ...cut, caseId: id, version })
    await vi.waitFor(
      async () => expect(await rowOf(client, id)).toMatchObject({ status: 'open', attention: 'stillOnAir' }),
      { ...within, timeout: 60_000 },
    )
    expect((await client.alerts.entries({})).entries.map(({ kind }) => kind)).toContain('stillOnAir')
  })

  it('a call that times out after it took effect is read again, and not repeated', async () => {
    const desk = await receiving()
    const { client, practice } = desk
    const { id, version } = await flagStream(desk, 'room-d')
    practice().fault({ action: 'ForbidLiveStream', kind: 'timeoutAfterEffect', times: 1 })
    await client.alerts.decide({ ...ban, caseId: id, version })
    await vi.waitFor(async () => expect((await rowOf(client, id)).enforcement?.state).toBe('offAir'), {
      ...within,
      timeout: 60_000,
    })
    expect(
      practice()
        .calls()
        .filter(({ action }) => action === 'ForbidLiveStream'),
    ).toHaveLength(1)
  })

  it('a refusal of the API opens the case again with its words', async () => {
    const desk = await receiving()
    const { client, practice } = desk
    const { id, version } = await flagStream(desk, 'room-e')
    practice().fault({ action: 'DropLiveStream', kind: 'error', code: 'UnauthorizedOperation', times: 1 })
    await client.alerts.decide({ ...cut, caseId: id, version })
    await vi.waitFor(async () => {
      const { status, enforcement } = await rowOf(client, id)
      expect([status, enforcement?.error?.details?.apiCode]).toEqual(['open', 'UnauthorizedOperation'])
    }, within)
  })

  it('a forged alert for a stream the account does not have can be dismissed and nothing else', async () => {
    const desk = await receiving()
    const { client, practice } = desk
    const paths = (await client.templates.deskUrls({})).urls
    const body = {
      event_type: 317,
      app: 'victim.example.com',
      appname: 'live',
      streamId: 'x',
      suggestion: 'Block',
      score: 99,
    }
    await practice().fetch(paths.pornCensorship ?? '', JSON.stringify(body))
    const row = await vi.waitFor(async () => {
      const { rows } = await client.alerts.cases({ filter: { text: 'victim' } })
      expect(rows).toHaveLength(1)
      return rows[0] as CaseRow
    }, within)
    expect(row).toMatchObject({ trust: 'weak', identity: 'unread' })
    expect(
      await failure(client.alerts.decide({ ...cut, confirmations: {}, caseId: row.id, version: row.version })),
    ).toMatchObject({
      code: 'case.needsConfirmation',
    })
    expect(await failure(client.alerts.decide({ ...ban, caseId: row.id, version: row.version }))).toMatchObject({
      code: 'case.foreign',
    })
    expect(await rowOf(client, row.id)).toMatchObject({ identity: 'foreign' })
    await client.alerts.decide({
      ...cut,
      durationMs: undefined,
      decision: 'dismiss',
      caseId: row.id,
      version: row.version,
    })
    expect(
      practice()
        .calls()
        .filter(({ action }) => /^(Drop|Forbid)LiveStream$/.test(action)),
    ).toEqual([])
  })
})

describe('two windows', () => {
  it('see each other’s claims; of two decisions on one case one wins and the other is told', async () => {
    const desk = await receiving()
    const { client } = desk
    const second = desk.openWindow()
    const saved = await client.moderators.save({ name: 'Bob', role: 'moderator' })
    const bob = await second.moderators.enter({ id: saved.id })
    const board = watchBoard(client)
    const { id, version } = await flagStream(desk, 'room-f')
    await second.alerts.claim({ caseId: id })
    await vi.waitFor(() => expect(board.get(id)?.claim).toMatchObject({ seat: bob.id, name: 'Bob' }), within)
    expect(await failure(client.alerts.claim({ caseId: id }))).toMatchObject({
      code: 'case.claimed',
      params: { who: 'Bob' },
    })
    const dismiss = { caseId: id, version, decision: 'dismiss' as const, reason: 'allowed' }
    await second.alerts.decide(dismiss)
    expect(await failure(client.alerts.decide(dismiss))).toMatchObject({
      code: 'case.stale',
      params: { what: 'dismiss', who: 'Bob' },
    })
    await vi.waitFor(() => expect(board.has(id)).toBe(false), within)
    expect(await failure(second.moderators.save({ name: 'Eve', role: 'operator' }))).toMatchObject({
      code: 'call.role',
    })
  })
})
