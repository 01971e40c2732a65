/** Fetching pictures of cases: four at once, those looked at first, kept with their hash within bounds. */
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPictureCache } from '../../../../src-main/core/moderation/pictures/cache.ts'
import { atOnce, createPictures, mostOfCase } from '../../../../src-main/core/moderation/pictures/pictures.ts'
import { caseMigrations } from '../../../../src-main/core/store/case-schema.ts'
import { createCasesTable } from '../../../../src-main/core/store/cases.ts'
import { createPicturesTable } from '../../../../src-main/core/store/pictures.ts'
import { openStore } from '../../../../src-main/core/store/store.ts'
import { drawPicture } from '../../../../src-main/practice/pictures.ts'
import { quietLog } from '../../../support/receiving-desk.ts'
import { createFolder } from '../rig.ts'

async function open({ maxBytes = 1e9 } = {}) {
  const folder = createFolder()
  const store = openStore(join(folder, 'moderation.db'), { log: quietLog, steps: caseMigrations })
  const table = createPicturesTable(store)
  const addCase = (id: number, status: string, decision: string | null) =>
    store.db
      .prepare(
        `INSERT INTO cases VALUES (?, 'acc', '[]', NULL, 1, 1, 1, ?, NULL, 1, NULL, NULL, 'own', NULL, NULL, 'Block', NULL, '{}', ?, '')`,
      )
      .run(id, status, decision && JSON.stringify({ decision }))
  addCase(1, 'open', null)
  addCase(2, 'closed', 'dismiss')
  addCase(3, 'closed', 'ban')
  const held: { path: string; response: ServerResponse }[] = []
  let isHolding = false
  const server = createServer((request, response) => {
    if (isHolding) held.push({ path: request.url ?? '', response })
    else response.end(drawPicture(request.url ?? ''))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  let clock = 1000
  const cache = createPictureCache({
    folder: join(folder, 'pictures'),
    table,
    change: (work) => work(),
    now: () => clock++,
    maxBytes,
  })
  const told: number[] = []
  const sources = new Map<number, string | null>()
  const pictures = createPictures({
    table,
    cache,
    sourceOf(eventId) {
      const url = sources.has(eventId) ? sources.get(eventId) : `${origin}/pictures/${eventId}`
      return url == null ? null : { url, hosts: [], practiceOrigin: origin }
    },
    caseOf: () => 1,
    urlOf: (eventId) => `/img/${eventId}`,
    resolve: () => Promise.reject(new Error('no name')),
    change: (work) => work(),
    changed: (caseId) => void told.push(caseId),
    log: quietLog,
    now: () => clock++,
    timeoutMs: 60_000,
  })
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await pictures.close()
    store.close()
  })
  return {
    pictures,
    store,
    table,
    cache,
    told,
    sources,
    held,
    folder,
    hold: (is: boolean) => {
      isHolding = is
      if (!is) for (const { path, response } of held.splice(0)) response.end(drawPicture(path))
    },
  }
}

const settled = (check: () => void) => expect.poll(() => void check(), { timeout: 60_000 }).toBeUndefined()

describe('a picture', () => {
  it('is fetched when its alert arrives, kept under its hash, and told', async () => {
    const { pictures, told } = await open()
    expect(pictures.look(7)).toEqual({ state: 'waiting' })
    pictures.want(7, 1)
    await expect.poll(() => pictures.look(7).state).toBe('ready')
    const found = pictures.look(7)
    expect(found).toMatchObject({ url: '/img/7', type: 'image/png', width: 640, height: 360 })
    const kept = await pictures.read(7)
    expect(kept?.bytes.equals(drawPicture('/pictures/7'))).toBe(true)
    expect(found.state === 'ready' && found.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(told).toEqual([1])
  })

  it('that two alerts bring at the same time is kept for both', async () => {
    const { cache } = await open()
    const bytes = drawPicture('/pictures/7')
    const [one = '', ...others] = await Promise.all(Array.from({ length: 8 }, () => cache.keep(bytes)))
    expect(new Set(others)).toEqual(new Set([one]))
    expect(await cache.read(one)).toEqual(bytes)
  })

  it('that was changed on the disk is not shown', async () => {
    const { pictures, folder } = await open()
    await pictures.get(7, false)
    const [part = ''] = readdirSync(join(folder, 'pictures'))
    const [file = ''] = readdirSync(join(folder, 'pictures', part))
    writeFileSync(join(folder, 'pictures', part, file), 'something else')
    expect(await pictures.read(7)).toBeNull()
  })

  it('that the alert came without is said so', async () => {
    const { pictures, sources } = await open()
    sources.set(7, null)
    expect(await pictures.get(7, false)).toMatchObject({ state: 'failed', problem: 'none', canRetry: false })
    expect(await pictures.read(7)).toBeNull()
  })

  it('that failed is tried again only when asked for, and where that may help', async () => {
    const { pictures, sources } = await open()
    sources.set(7, 'http://example.com/a')
    expect(await pictures.get(7, false)).toMatchObject({
      problem: 'host',
      params: { host: 'example.com' },
      canRetry: true,
    })
    sources.delete(7)
    expect(await pictures.get(7, false)).toMatchObject({ problem: 'host' })
    expect(await pictures.get(7, true)).toMatchObject({ state: 'ready' })
  })
})

describe('many pictures', () => {
  it('are fetched four at once, and one that somebody looks at goes first', async () => {
    const { pictures, held, hold } = await open()
    hold(true)
    for (let id = 1; id <= 10; id++) pictures.want(id, 1)
    await settled(() => expect(held).toHaveLength(atOnce))
    const looked = pictures.get(10, false)
    held.shift()?.response.end(drawPicture('/x'))
    await settled(() => expect(held.map(({ path }) => path)).toContain('/pictures/10'))
    expect(held).toHaveLength(atOnce)
    hold(false)
    expect(await looked).toMatchObject({ state: 'ready' })
    await settled(() => expect(pictures.look(9).state).toBe('ready'))
  })

  it('of one case are not all fetched by themselves', async () => {
    const { pictures, table } = await open()
    for (let id = 1; id <= mostOfCase; id++)
      table.put({ eventId: id, caseId: 1, problem: 'none', params: {}, file: null, at: 1 })
    pictures.want(1000, 1)
    expect(await pictures.get(1000, false)).toMatchObject({ state: 'ready' })
    pictures.want(1001, 1)
    expect(pictures.look(1001)).toEqual({ state: 'waiting' })
  })

  it('of a case whose alerts come all at once are no more, and leave room for those of others', async () => {
    const { pictures, sources } = await open()
    for (let id = 1; id <= 3000; id++) {
      sources.set(id, null)
      pictures.want(id, 1)
    }
    pictures.want(5000, 3)
    await settled(() => expect(pictures.look(5000).state).toBe('ready'))
    expect(pictures.look(mostOfCase).state).toBe('failed')
    expect(pictures.look(mostOfCase + 1)).toEqual({ state: 'waiting' })
  })

  it('of an alert that has come to a case which waits for somebody never make room', async () => {
    const { table, store } = await open()
    const file = { type: 'image/png', width: 1, height: 1, bytes: 10, sha256: 'a' } as const
    table.put({ eventId: 1, caseId: 2, problem: null, params: {}, file, at: 1 })
    expect(table.oldest(10)).toHaveLength(1)
    const alert = { at: 1, receivedAt: 1, kind: 'image', verdict: 'Block', trust: 'ok', hasPicture: true } as const
    createCasesTable(store).addAlert(1, { ...alert, eventId: 1, score: null, label: null, subLabel: null })
    expect(table.oldest(10)).toEqual([])
  })

  it('make room when they are too many: dismissed ones first, those that wait for somebody never', async () => {
    const bytes = [1, 2, 3].reduce((sum, id) => sum + drawPicture(`/pictures/${id}`).length, 0)
    const { pictures, table, cache } = await open({ maxBytes: bytes - 1 })
    for (const [eventId, caseId] of [
      [1, 1],
      [2, 3],
      [3, 2],
    ] as const) {
      pictures.want(eventId, caseId)
      await settled(() => expect(pictures.look(eventId).state).not.toBe('waiting'))
    }
    await cache.makeRoom()
    const states = () =>
      [1, 2, 3].map((id) => pictures.look(id)).map((each) => (each.state === 'failed' ? each.problem : each.state))
    await settled(() => expect(states()).toEqual(['ready', 'ready', 'dropped']))
    expect(table.get(3)?.file?.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(await pictures.read(3)).toBeNull()
  })

  it('wait for nobody when the desk closes', async () => {
    const { pictures, hold, folder } = await open()
    hold(true)
    const asked = pictures.get(1, false)
    await pictures.close()
    expect(await asked).toEqual({ state: 'waiting' })
    expect(existsSync(join(folder, 'pictures'))).toBe(false)
  })
})
