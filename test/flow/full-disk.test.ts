/** The whole desk on a disk of its own that runs full: what the person is told, and that it passes. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { DeskStatus } from '../../src-main/contract/desk.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, draftFor, startCloud, startDesk } from '../support/desk.ts'

/** Only root may mount; false where that is not allowed. */
function mountSmallDisk(folder: string): boolean {
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', folder])
  if (status !== 0) return false
  onTestFinished(() => void spawnSync('umount', ['--lazy', folder]))
  return true
}

function fillUp(file: string): void {
  for (const bytes of [1_048_576, 4096])
    try {
      for (;;) appendFileSync(file, Buffer.alloc(bytes))
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
}

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
  if (!mountSmallDisk(dataDir)) skip('no file system may be mounted here')
  const desk = await startOn(dataDir)
  expect(await desk.post()).toBe(200)
  const filler = join(dataDir, 'filler')
  fillUp(filler)

  // The write-ahead log may still have room of its own.
  await vi.waitFor(async () => expect(await desk.post()).toBe(503), { timeout: 90_000, interval: 0 })
  await vi.waitFor(() => expect(desk.codes()).toContain('store.full'))
  const { rows } = await desk.client.events.page({ filter: {} })
  expect(rows.length).toBeGreaterThan(0)

  rmSync(filler)
  await vi.waitFor(async () => expect(await desk.post()).toBe(200))
  await vi.waitFor(() => expect(desk.codes()).not.toContain('store.full'))
  expect((await desk.client.events.page({ filter: {} })).rows.length).toBeGreaterThan(rows.length)
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
