/** Starting the desk on whatever it finds, and finding everything again. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { DeskStatus } from '../../src-main/contract/desk.ts'
import { Settings } from '../../src-main/contract/settings.ts'
import { createApp } from '../../src-main/core/app.ts'
import type { PracticeOptions } from '../../src-main/core/host.ts'
import { makeBackup } from '../../src-main/core/store/backups.ts'
import { caseFileOf, caseMigrations } from '../../src-main/core/store/case-schema.ts'
import { openStore } from '../../src-main/core/store/store.ts'
import { createFakeCipher } from '../fakes/cipher.ts'
import { createRecordedLog } from '../fakes/log.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, draftFor, startCloud, startDesk, type TestDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'
import { quietLog } from '../support/receiving-desk.ts'

function statusOf({ client }: TestDesk): () => DeskStatus | undefined {
  const seen: DeskStatus[] = []
  client.desk.status({}, { onItem: (status) => seen.push(status) })
  return () => seen.at(-1)
}
const noticesOf = async (desk: TestDesk) => {
  const status = statusOf(desk)
  await vi.waitFor(() => expect(status()).toBeDefined())
  return status()?.notices ?? []
}

describe('a first start', () => {
  it('has no account, the default settings and nothing to say', async () => {
    const desk = await startDesk({ settings: createSettingsFile({ settings: { receiver: { port: 0 } } }) })
    expect(await desk.client.account.list({})).toEqual({
      accounts: [],
      activeId: null,
      vault: { mode: 'keychain', locked: false, keychain: 'strong' },
    })
    expect(await desk.client.settings.get({})).toEqual({
      ...Settings.parse({}),
      receiver: { port: 0 },
    })
    expect(await desk.client.tunnel.list({})).toEqual({ ways: [], activeId: null })
    expect(await noticesOf(desk)).toEqual([])
    await expect(desk.client.domains.list({})).rejects.toMatchObject({ code: 'account.none' })
    await expect(desk.client.receiver.prove({})).rejects.toMatchObject({ code: 'receiver.noAddress' })
    expect(await desk.client.practice.status({})).toMatchObject({ running: false })
    await expect(desk.client.practice.setScenario({ scenario: 'busy' })).rejects.toMatchObject({
      code: 'practice.notRunning',
    })
    expect(await desk.client.desk.info({})).toMatchObject({ host: 'headless', role: 'operator', version: '0.0.0' })
  })
})

describe('a spoilt profile', () => {
  it('starts with what is valid and says what was set aside', async () => {
    const account = {
      id: 'a',
      name: 'Main',
      site: 'cn',
      secretIdTail: '0001',
      tokenExpiresAt: null,
      endpoint: null,
      practiceTimeScale: null,
    }
    const settings = createSettingsFile({
      settings: { theme: 'dark', language: 42, receiver: { port: 0 }, displayName: 17 },
      accounts: [account, { id: 'b' }],
      activeAccount: 'b',
      receiver: { secret: 'too short' },
      window: { width: 900 },
    })
    const desk = await startDesk({ settings })
    expect(await desk.client.settings.get({})).toMatchObject({
      theme: 'dark',
      language: 'auto',
      receiver: { port: 0 },
    })
    expect(await desk.client.account.list({})).toMatchObject({
      accounts: [{ name: 'Main', hasKey: false }],
      activeId: null,
    })
    const notice = (await noticesOf(desk)).find(({ code }) => code === 'settings.setAside') ?? expect.fail('no notice')
    expect(String(notice.params.fields).split(', ').sort()).toEqual([
      'accounts.1',
      'receiver',
      'settings.displayName',
      'settings.language',
    ])
    expect(JSON.parse(readFileSync(String(notice.params.file), 'utf8'))).toMatchObject({ 'settings.language': 42 })
    expect(settings.read().window).toEqual({ width: 900 })
    await desk.client.desk.dismissNotice({ id: notice.id })
    expect((await noticesOf(desk)).map(({ code }) => code)).not.toContain('settings.setAside')
  })

  it('says where the host moved a broken file', async () => {
    const desk = await startDesk({
      settings: createSettingsFile({ settings: { receiver: { port: 0 } } }, '/aside.json'),
    })
    expect(await noticesOf(desk)).toMatchObject([{ code: 'settings.setAside', params: { file: '/aside.json' } }])
  })

  it('starts with an empty store when its file is damaged', async () => {
    const dataDir = createDataDir()
    writeFileSync(join(dataDir, 'desk.db'), 'this is no database, but long enough to look at'.repeat(50))
    const desk = await startDesk({ dataDir })
    expect(await noticesOf(desk)).toMatchObject([{ code: 'store.setAside' }])
    expect((await desk.client.activity.page({ filter: {} })).entries).toEqual([])
  })
})

describe('a damaged case file', () => {
  const backupAt = Date.UTC(2026, 10, 20, 14, 2)
  const decided = { account_id: null, kind: 'moderation.decided', target: 'a/b/c', outcome: 'ok' }

  /** A profile whose case file is damaged, after a decision before and two since the time of the backup. */
  function createDamaged(withBackup: boolean): string {
    const dataDir = createDataDir()
    const store = openStore(join(dataDir, 'desk.db'), { log: quietLog })
    const add = store.db.prepare(
      'INSERT INTO activity (at, actor, account_id, kind, target, outcome) VALUES (?, ?, ?, ?, ?, ?)',
    )
    for (const at of [backupAt - 1, backupAt + 1, backupAt + 2])
      add.run(at, 'Ann', decided.account_id, decided.kind, decided.target, decided.outcome)
    add.run(backupAt + 3, 'Ann', null, 'moderation.undone', 'a/b/c', 'ok')
    const cases = openStore(caseFileOf(store.file), { log: quietLog, steps: caseMigrations })
    if (withBackup) makeBackup(cases.db, cases.file, backupAt)
    cases.close()
    store.close()
    writeFileSync(cases.file, 'this is no database, but long enough to look at'.repeat(50))
    return dataDir
  }

  it('is said, with the time of the backup that took its place and how many decisions it lacks', async () => {
    const dataDir = createDamaged(true)
    const [notice, ...others] = await noticesOf(await startDesk({ dataDir }))
    expect(others).toEqual([])
    expect(notice).toMatchObject({ code: 'cases.restored', params: { time: '2026-11-20 14:02 UTC', decisions: 2 } })
    expect(readFileSync(String(notice?.params.file), 'utf8')).toMatch(/^this is no database/)
  })

  it('is said when there is no backup, and the desk starts all the same', async () => {
    const desk = await startDesk({ dataDir: createDamaged(false) })
    expect(await noticesOf(desk)).toMatchObject([{ code: 'cases.setAside', params: { decisions: 3 } }])
    expect(await desk.client.alerts.cases({})).toEqual({ rows: [], hasMore: false })
  })
})

describe('the receiver', () => {
  async function startOnTakenPort() {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const free = () => new Promise((resolve) => other.close(resolve))
    onTestFinished(() => void other.close())
    const { port } = other.address() as AddressInfo
    const settings = createSettingsFile({ settings: { receiver: { port } } })
    const desk = await startDesk({ settings, portRetryMs: 3_600_000 })
    const status = statusOf(desk)
    await vi.waitFor(() =>
      expect(status()?.receiver).toMatchObject({ listening: false, error: { code: 'receiver.portTaken' } }),
    )
    return { ...desk, port, free, status }
  }
  const answers = (port: number) =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }).then(
      ({ status }) => status,
      () => null,
    )

  it('waits for a taken port and comes up on another one at once', async () => {
    const { client, status } = await startOnTakenPort()
    await client.settings.set({ receiver: { port: 0 } })
    await vi.waitFor(() => expect(status()?.receiver).toMatchObject({ listening: true, error: null }))
  })

  it.each<[string, (desk: TestDesk, port: number) => Promise<unknown>]>([
    ['the same port is set once more', ({ client }, port) => client.settings.set({ receiver: { port } })],
    ['the address is tried', ({ client }) => client.receiver.prove({}).catch(() => null)],
  ])('tries a taken port again at once when %s', async (_when, ask) => {
    const desk = await startOnTakenPort()
    await desk.free()
    await ask(desk, desk.port)
    await vi.waitFor(async () => expect(await answers(desk.port)).toBe(404))
  })

  it('keeps its addresses over a restart', async () => {
    const settings = createSettingsFile({ settings: { receiver: { port: 0, publicUrl: 'https://cb.example.com' } } })
    const [cloud, dataDir] = [await startCloud(), createDataDir()]
    const first = await startDesk({ dataDir, settings })
    await first.client.account.save(draftFor(cloud))
    const { urls } = await first.client.templates.deskUrls({})
    const { id } = await first.client.templates.save({
      name: 'desk',
      description: '',
      urls,
      recordExceptionLevels: [],
      key: { action: 'keep' },
    })
    await first.close()
    const second = await startDesk({ dataDir, settings })
    expect((await second.client.templates.deskUrls({ templateId: id })).urls).toEqual(urls)
    expect((await second.client.templates.list({})).items[0]?.toThisDesk).toContain('record')
  })
})

describe('the practice cloud', () => {
  it('is there again when the desk was left on it', async () => {
    const [dataDir, settings] = [createDataDir(), createSettingsFile({ settings: { receiver: { port: 0 } } })]
    const first = await startDesk({ dataDir, settings })
    await first.client.practice.start({ site: 'intl', timeScale: 100 })
    const urls = { record: 'http://desk.practice.example/elsewhere' }
    await first.client.templates.save({
      name: 'kept',
      description: '',
      urls,
      recordExceptionLevels: [],
      key: { action: 'keep' },
    })
    await first.close()
    const { client } = await startDesk({ dataDir, settings })
    expect(await client.practice.status({})).toMatchObject({ running: true, site: 'intl', timeScale: 100 })
    expect((await client.templates.list({})).items).toMatchObject([{ name: 'kept' }])
  })

  it('finds the receiver on its new port', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await new Promise((resolve) => other.close(resolve))
    const desk = await startDesk()
    await desk.client.practice.start({ timeScale: 600 })
    const status = statusOf(desk)
    await vi.waitFor(() => expect(status()?.receiver.address.state).toBe('proven'))
    await desk.client.settings.set({ receiver: { port } })
    await vi.waitFor(() => {
      expect(status()?.receiver).toMatchObject({ local: `http://127.0.0.1:${port}`, address: { state: 'proven' } })
    })
    const { urls } = await desk.client.templates.deskUrls({})
    const { id } = await desk.client.templates.save({
      name: 'desk',
      description: '',
      urls,
      recordExceptionLevels: [],
      key: { action: 'keep' },
    })
    const domain = 'push.practice.example'
    await bindNow(desk.client, { domain, templateId: id })
    await vi.waitFor(
      () => {
        desk.practice().emit({ type: 1, domain })
        expect(status()?.events.stored).toBeGreaterThan(0)
      },
      { timeout: 60_000, interval: 200 },
    )
  })

  it('gives way to the account there was before when it stops', async () => {
    const cloud = await startCloud()
    const { client } = await startDesk()
    const real = await client.account.save(draftFor(cloud))
    const practice = await client.practice.start({ timeScale: 100 })
    expect((await client.account.list({})).activeId).toBe(practice.id)
    expect(await client.practice.setScenario({ scenario: 'busy' })).toMatchObject({ running: true, scenario: 'busy' })
    await client.practice.stop({})
    expect(await client.account.list({})).toMatchObject({ activeId: real.id })
    expect(await client.practice.status({})).toMatchObject({ running: false })
    await client.account.activate({ id: practice.id })
    expect((await client.domains.list({})).items.length).toBeGreaterThan(0)
    await client.account.remove({ id: practice.id })
    expect((await client.account.list({})).accounts.map(({ id }) => id)).toEqual([real.id])
  })

  it('starts anew at another speed without a second account', async () => {
    const { client } = await startDesk()
    await client.practice.start({ timeScale: 10 })
    await client.practice.start({ timeScale: 50 })
    expect(await client.practice.status({})).toMatchObject({ running: true, timeScale: 50 })
    expect((await client.account.list({})).accounts).toMatchObject([{ practiceTimeScale: 50, hasKey: true }])
  })
})

describe('the notice about secrets kept in memory only', () => {
  it('comes with the first real account and goes when the person has chosen', async () => {
    const cloud = await startCloud()
    const desk = await startDesk({ cipher: createFakeCipher('weak') })
    expect(await noticesOf(desk)).toEqual([])
    await desk.client.account.save(draftFor(cloud))
    expect(await noticesOf(desk)).toMatchObject([{ code: 'vault.sessionOnly' }])
    await desk.client.account.setVaultMode({ mode: 'session' })
    expect(await noticesOf(desk)).toEqual([])
  })
})

describe('closing', () => {
  it('lets the receiver and both databases go although another part fails', async () => {
    const { close, host, dataDir } = await startDesk()
    await close()
    const log = createRecordedLog()
    async function startPractice(options: PracticeOptions) {
      const practice = await host.startPractice(options)
      const close = () => practice.close().then(() => Promise.reject(new Error('the practice cloud broke')))
      return { ...practice, close }
    }
    const app = await createApp({ ...host, log, startPractice })
    const context = { role: 'operator' as const, session: '', signal: new AbortController().signal }
    await app.handlers.practice.start({ site: 'cn', timeScale: 600 }, context)
    expect(openIn(dataDir)).toEqual(['desk.db-wal', 'moderation.db-wal'])
    await expect(app.close()).rejects.toThrow('not everything')
    expect(openIn(dataDir)).toEqual([])
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([{ facts: { part: 'practice' } }])
  })
})

/** SQLite takes the log of a database away with the last connection to it. */
const openIn = (dataDir: string) =>
  readdirSync(dataDir)
    .filter((name) => /^(desk|moderation)\.db-wal$/.test(name))
    .sort()
