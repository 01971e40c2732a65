/** The whole desk on a disk of its own that runs full: what the person is told, and that it passes. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, vi } from 'vitest'
import type { DeskStatus } from '../../src-main/contract/desk.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, draftFor, startCloud, startDesk } from '../support/desk.ts'
import { fillUp, mountSmallDisk } from '../support/small-disk.ts'

async function startOn(dataDir: string) {
  const settings = createSettingsFile({ settings: { receiver: { port: 0, publicUrl: 'https://cb.example.com' } } })
  const desk = await startDesk({ dataDir, settings })
  await desk.client.account.save(draftFor(await startCloud()))
  let status: DeskStatus | undefined
  desk.client.desk.status({}, { onItem: (now) => (status = now) })
  await vi.waitFor(() => expect(status?.receiver.listening).toBe(true))
  const { urls } = await desk.client.templates.deskUrls({})
  const url = `${status?.receiver.local}${new URL(urls.streamBegin ?? '').pathname}`
  let sent = 0
  const post = async () => {
    sent += 1
    const body = JSON.stringify({ event_type: 1, sequence: `${sent}`, stream_id: 'a', filler: 'x'.repeat(100_000) })
    return (await fetch(url, { method: 'POST', body })).status
  }
  return { ...desk, post, codes: () => status?.notices.map(({ code }) => code) }
}

it('says that the disk is full while it is, keeps what it has, and goes on by itself', async ({ skip }) => {
  const dataDir = createDataDir()
  if (!mountSmallDisk(dataDir, '64m')) skip('no file system may be mounted here')
  const desk = await startOn(dataDir)
  expect(await desk.post()).toBe(200)
  const filler = join(dataDir, 'filler')
  fillUp(filler)

  // The write-ahead log may still have room of its own.
  await vi.waitFor(async () => expect(await desk.post()).toBe(503), { timeout: 90_000, interval: 0 })
  await vi.waitFor(() => expect(desk.codes()).toContain('store.full'))
  const { rows } = await desk.client.events.page({ filter: {} })
  const newest = rows[0]?.id ?? 0
  expect(newest).toBeGreaterThan(0)

  rmSync(filler)
  await vi.waitFor(async () => expect(await desk.post()).toBe(200))
  await vi.waitFor(() => expect(desk.codes()).not.toContain('store.full'))
  expect((await desk.client.events.page({ filter: {} })).rows[0]?.id).toBeGreaterThan(newest)
})

it('starts although it cannot note down which address it has', async () => {
  const dataDir = createDataDir()
  const settings = createSettingsFile({ settings: { receiver: { port: 0, publicUrl: 'https://cb.example.com' } } })
  const first = await startDesk({ dataDir, settings })
  await first.client.account.save(draftFor(await startCloud()))
  await first.close()
  const db = new DatabaseSync(join(dataDir, 'desk.db'))
  db.exec("CREATE TRIGGER refused BEFORE INSERT ON address_bases BEGIN SELECT RAISE(FAIL, 'no room'); END")
  db.close()
  const desk = await startDesk({ dataDir, settings })
  expect((await desk.client.templates.deskUrls({})).base).toBe('https://cb.example.com')
})
