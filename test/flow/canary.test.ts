/**
 * Security S4 and S2: keys that are known go in, every call and stream is driven through success and failure,
 * and nothing that left the core (answers, errors, exports, log, profile folder) holds one of them, in
 * whatever form.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { contract } from '../../src-main/contract/index.ts'
import type { FaultKind } from '../../src-main/practice/faults.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { createFakeCipher } from '../fakes/cipher.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { startCloud, startDesk, type TestDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

const token = ['CANARY', 'token', 'a+b/c=', '0123456789'].join('-')
const firstCallbackKey = ['CANARY', 'callback', 'key', 'one', '01'].join('')
const secondCallbackKey = ['CANARY', 'callback', 'key', 'two', '02'].join('')
const waySecret = ['CANARY', 'way', 'secret', '0123'].join('-')
const pin = '739105286417'
const passphrase = 'CANARY passphrase of eight'
const domain = 'push.practice.example'

/** A secret as itself, URL-encoded, and in base64 at each of the three offsets it can have in a longer text. */
function forms(secret: string): string[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from('x'.repeat(offset) + secret).toString('base64')
    // The first and last characters also depend on what stands beside the secret.
    return text.slice(offset === 0 ? 0 : 4, -4)
  })
  const json = JSON.stringify(secret).slice(1, -1)
  return [secret, json, encodeURIComponent(secret), ...base64, Buffer.from(secret).toString('hex')]
}

interface Drive {
  readonly desk: TestDesk
  /** Another desk on the same account, which gives a call up soon; nothing but failures is expected of it. */
  readonly hurried: TestDesk
  readonly cloud: PracticeCloud
  /** Every call made, by name. */
  readonly called: Set<string>
}

/** Calls a procedure and keeps the answer; an error is an answer too. */
async function ask({ desk, called }: Drive, name: string, input: object): Promise<Record<string, unknown>> {
  called.add(name)
  const [group = '', verb = ''] = name.split('.')
  const client = desk.client as unknown as Record<string, Record<string, (input: object) => Promise<object>>>
  return (await client[group]?.[verb]?.(input).catch((error: object) => error)) as Record<string, unknown>
}

/** Reads a stream until it ends or has sent something. */
function listen({ desk, called }: Drive, name: string, input: object): Promise<void> {
  called.add(name)
  const [group = '', verb = ''] = name.split('.')
  type Subscribe = (input: object, listener: object) => () => void
  const client = desk.client as unknown as Record<string, Record<string, Subscribe>>
  return new Promise((resolve) => {
    client[group]?.[verb]?.(input, { onItem: () => resolve(), onEnd: () => resolve() })
  })
}

async function driveCloud(drive: Drive): Promise<void> {
  const template = <T extends object>(more: T) => ({
    name: 'desk',
    description: '',
    recordExceptionLevels: [],
    urls: { record: 'https://cb.example.com/x' },
    ...more,
  })
  await ask(drive, 'templates.deskUrls', {})
  const saved = await ask(drive, 'templates.save', template({ key: { action: 'set', key: firstCallbackKey } }))
  const set = { action: 'set', key: secondCallbackKey }
  await ask(drive, 'templates.save', template({ id: saved.id, key: set }))
  await ask(
    drive,
    'templates.save',
    template({ name: '-'.repeat(300), key: { action: 'set', key: `${secondCallbackKey} !` } }),
  )
  await ask(drive, 'templates.rotateKey', { id: saved.id })
  await ask(drive, 'templates.rotations', {})
  await ask(drive, 'templates.sendTest', { templateId: saved.id, group: 'streamEnd' })
  await bindFor(drive, Number(saved.id))
  await ask(drive, 'bindings.list', {})
  await ask(drive, 'health.check', {})
  await ask(drive, 'health.fix', { domain: 'push.practice.example', kind: 'proveAddress' })
  await drivePlans(drive, Number(saved.id))
  await ask(drive, 'domains.setEnabled', { name: 'closed.practice.example', enabled: true })
  const failures = ['error', 'http500', 'html', 'half', 'reset'] as const
  for (const kind of failures) await driveFailing(drive, kind, template({ id: saved.id, key: set }))
  await driveFailing({ ...drive, desk: drive.hurried }, 'hang', template({ id: saved.id, key: set }))
  await ask(drive, 'domains.list', {})
  await ask(drive, 'templates.remove', { id: saved.id, unbind: false })
  await ask(drive, 'templates.remove', { id: saved.id, unbind: true })
}

/** Reads the templates, changes one and rotates its key while the cloud fails. */
async function driveFailing(drive: Drive, kind: FaultKind, change: { id?: unknown }): Promise<void> {
  const { cloud } = drive
  cloud.fault({ action: 'DescribeLiveCallbackTemplates', kind, code: 'AuthFailure.SignatureFailure', times: 3 })
  await ask(drive, 'templates.list', {})
  cloud.fault({ action: 'ModifyLiveCallbackTemplate', kind, code: 'InternalError', times: 1 })
  await ask(drive, 'templates.save', change)
  cloud.fault({ action: 'ModifyLiveCallbackTemplate', kind, code: 'InternalError', times: 1 })
  await ask(drive, 'templates.rotateKey', { id: change.id })
}

async function bindFor(drive: Drive, templateId: number): Promise<void> {
  await bindNow(drive.desk.client, { domain, templateId })
  for (const name of ['plans.bind', 'plans.apply']) drive.called.add(name)
}

async function drivePlans(drive: Drive, templateId: number): Promise<void> {
  const targets = [{ domain: 'push2.practice.example', app: '' }]
  const plan = await ask(drive, 'plans.bind', { targets, templateId })
  await listen(drive, 'plans.apply', { planId: plan.id })
  const { plan: again } = (await ask(drive, 'plans.remake', { planId: plan.id })) as { plan: { id: string } }
  await ask(drive, 'plans.cancel', { planId: again.id })
  await ask(drive, 'plans.runs', {})
  await ask(drive, 'plans.inspect', { planId: plan.id })
  await ask(drive, 'plans.dismiss', { planId: plan.id })
  const { entries } = (await ask(drive, 'activity.page', { filter: {} })) as { entries: { id: number }[] }
  for (const { id } of entries) await ask(drive, 'plans.putBack', { activityId: id })
  const back = await ask(drive, 'plans.putBack', { planId: plan.id })
  await listen(drive, 'plans.apply', { planId: back.id })
  await ask(drive, 'domains.changeTags', { domains: ['push2.practice.example'], add: ['shows'], remove: [] })
  await ask(drive, 'domains.tags', {})
}

async function driveConfig(drive: Drive): Promise<void> {
  for (const format of ['yaml', 'terraform']) await ask(drive, 'config.export', { format })
  await ask(drive, 'config.schema', {})
  const text = `version: 1\nsite: cn\ntemplates:\n  - name: filed\n    key: set\n    urls: {record: desk}\n`
  const { file } = await ask(drive, 'config.upload', { file: null, part: text })
  const keys = { filed: { action: 'set', key: secondCallbackKey } }
  const checked = (await ask(drive, 'config.check', { file, remove: false, keys })) as { plan: { id: string } }
  await listen(drive, 'plans.apply', { planId: checked.plan.id })
  await ask(drive, 'config.takeTags', { file })
  // The key where it never belongs.
  const wrong = text.replace('key: set', `key: ${firstCallbackKey}`)
  const upload = await ask(drive, 'config.upload', { file: null, part: wrong })
  await ask(drive, 'config.check', { file: upload.file, remove: true })
  await ask(drive, 'config.drift', {})
  await ask(drive, 'config.putBackDrift', { keys: ['rule:x'] })
  await ask(drive, 'config.acceptDrift', { keys: ['rule:x'] })
}

async function driveDesk(drive: Drive, draft: Record<string, unknown>): Promise<void> {
  const account = await ask(drive, 'account.save', draft)
  await ask(drive, 'account.test', { id: account.id })
  await ask(drive, 'account.test', { draft: { ...draft, token: `${token}-wrong` } })
  await ask(drive, 'account.test', { draft: { ...draft, endpoint: 'http://127.0.0.1:1' } })
  await ask(drive, 'account.save', { ...draft, name: 17 })
  await ask(drive, 'account.save', { ...draft, id: 'gone' })
  await driveCloud(drive)
  await driveConfig(drive)
  await ask(drive, 'settings.get', {})
  const changes = listen(drive, 'desk.changes', {})
  await ask(drive, 'settings.set', { displayName: 'Ann' })
  await changes
  await driveTunnel(drive)
  await ask(drive, 'receiver.prove', {})
  await ask(drive, 'address.beats', {})
  await ask(drive, 'address.move', { refresh: true })
  await ask(drive, 'address.startMove', {})
  await ask(drive, 'desk.info', {})
  await ask(drive, 'desk.dismissNotice', { id: 'x' })
  await listen(drive, 'desk.status', {})
  await ask(drive, 'account.list', {})
  await driveEvents(drive)
  for (const format of ['jsonl', 'csv']) {
    await listen(drive, 'activity.export', { filter: {}, format })
    await listen(drive, 'events.export', { filter: {}, format })
  }
  await ask(drive, 'activity.page', { filter: {} })
  await ask(drive, 'account.activate', { id: account.id })
}

async function driveTunnel(drive: Drive): Promise<void> {
  const own = { kind: 'own', url: 'http://127.0.0.1:1' }
  const saved = await ask(drive, 'tunnel.save', { name: 'own', config: own })
  await ask(drive, 'tunnel.list', {})
  const config = { kind: 'ssh', url: 'http://127.0.0.1:9', host: '127.0.0.1', port: 1, user: 'desk', remotePort: 9 }
  const password = await ask(drive, 'tunnel.save', {
    name: 'server',
    config: { ...config, auth: 'password', hostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` } },
    secrets: { password: waySecret },
  })
  const sealed = { ...config, auth: 'key', keyFile: fileURLToPath(import.meta.url) }
  await listen(drive, 'tunnel.check', { name: 'sealed', config: sealed, secrets: { passphrase: waySecret } })
  await ask(drive, 'tunnel.activate', { id: password.id })
  await ask(drive, 'tunnel.retry', { id: password.id })
  await ask(drive, 'tunnel.trustKey', { id: 'gone', hostKey: { type: 'x', fingerprint: waySecret } })
  await ask(drive, 'tunnel.activate', { id: saved.id })
  await ask(drive, 'tunnel.release', {})
  await ask(drive, 'tunnel.remove', { id: 'gone' })
}

async function driveStreams(drive: Drive): Promise<void> {
  const stream = { domain, app: 'live', stream: 'canary' }
  drive.desk.practice().emit({ type: 1, ...stream })
  await ask(drive, 'streams.onAir', {})
  await ask(drive, 'streams.blastRadius', { stream: 'canary' })
  await ask(drive, 'streams.cut', { ...stream, reason: 'x' })
  await ask(drive, 'streams.ban', { ...stream, reason: 'x', until: null })
  await ask(drive, 'streams.ban', { ...stream, domain: 'other.example', reason: 'x', until: null })
  for (const verb of ['state', 'history', 'bans', 'enforcements']) await ask(drive, `streams.${verb}`, stream)
  await ask(drive, 'streams.bans', {})
  await ask(drive, 'streams.enforcements', {})
  const hour = { from: Date.now() - 3_600_000, to: Date.now() }
  await ask(drive, 'deliveries.records', { stream: 'canary', ...hour })
  await ask(drive, 'deliveries.gaps', {})
  await listen(drive, 'deliveries.recover', { ...hour, streams: ['canary'] })
  await ask(drive, 'streams.resume', { ...stream, reason: 'x' })
}

async function driveEvents(drive: Drive): Promise<void> {
  await ask(drive, 'practice.start', { timeScale: 600 })
  await ask(drive, 'practice.status', {})
  const { urls } = (await ask(drive, 'templates.deskUrls', {})) as { urls: Record<string, string> }
  const saved = await ask(drive, 'templates.save', {
    name: 'practice',
    description: '',
    recordExceptionLevels: [],
    urls,
    key: { action: 'set', key: firstCallbackKey },
  })
  await bindFor(drive, Number(saved.id))
  const sent = await ask(drive, 'templates.sendTest', { templateId: saved.id, group: 'streamBegin' })
  expect(sent).toMatchObject({ status: 200, signed: true })
  await ask(drive, 'templates.repeatTest', { id: sent.id })
  await ask(drive, 'templates.repeatTest', { id: 'gone' })
  const page = () => ask(drive, 'events.page', { filter: {} }) as Promise<{ rows?: { id: number }[] }>
  await vi.waitFor(
    async () => {
      drive.desk.practice().emit({ type: 1, domain })
      expect((await page()).rows?.length).toBeGreaterThan(0)
    },
    { timeout: 60_000, interval: 100 },
  )
  const id = (await page()).rows?.[0]?.id
  await ask(drive, 'practice.changeAddress', {})
  for (const verb of ['startMove', 'putBack', 'dismissMove']) await ask(drive, `address.${verb}`, {})
  await ask(drive, 'events.get', { id })
  await ask(drive, 'events.pin', { id, pinned: true })
  await listen(drive, 'events.tail', { after: null, filter: {} })
  await listen(drive, 'events.searchBodies', { filter: {}, text: 'sign' })
  await ask(drive, 'events.histogram', { filter: {}, from: Date.now() - 3_600_000, to: Date.now(), stepMs: 60_000 })
  await driveStreams(drive)
  await ask(drive, 'storage.status', {})
  await ask(drive, 'storage.preview', { maxDays: 1 })
  await driveAlerts(drive)
  await driveModerators(drive)
}

async function driveAlerts(drive: Drive): Promise<void> {
  await vi.waitFor(
    async () => {
      drive.desk.practice().emit({ type: 317, domain })
      const { rows } = (await ask(drive, 'alerts.cases', {})) as { rows?: object[] }
      expect(rows?.length).toBeGreaterThan(0)
    },
    { timeout: 60_000, interval: 100 },
  )
  const { rows } = (await ask(drive, 'alerts.cases', {})) as unknown as {
    rows: { id: number; version: number; pictureEvent: number }[]
  }
  const { id = 0, version = 1, pictureEvent: eventId = 0 } = rows[0] ?? {}
  const caseId = id
  await listen(drive, 'alerts.board', {})
  for (const name of ['alerts.case']) await ask(drive, name, { id })
  for (const name of ['alerts.strip', 'alerts.blastRadius', 'alerts.claim']) await ask(drive, name, { caseId })
  await ask(drive, 'alerts.picture', { eventId })
  await ask(drive, 'alerts.beat', {})
  await ask(drive, 'alerts.viewed', { caseId, eventIds: [eventId] })
  await ask(drive, 'alerts.revealed', { caseId, eventId, how: 'whole', ms: 900 })
  const made = { caseId, reason: 'other', note: '', confirmations: { weakTrust: true } }
  await ask(drive, 'alerts.decide', { ...made, version, decision: 'cut' })
  await ask(drive, 'alerts.undo', { caseId, version: version + 1 })
  await ask(drive, 'alerts.decide', { ...made, version, decision: 'dismiss' })
  await ask(drive, 'alerts.release', { caseId })
  for (const name of ['reasons', 'views', 'pictureHosts', 'entries', 'handover']) await ask(drive, `alerts.${name}`, {})
  await ask(drive, 'alerts.setReasons', { reasons: [] })
  await ask(drive, 'alerts.setViews', { views: [] })
  await ask(drive, 'alerts.setPictureHosts', { own: ['pictures.example.com'] })
  await ask(drive, 'alerts.measures', { from: 0, to: Date.now() + 1 })
  for (const format of ['jsonl', 'csv']) await listen(drive, 'alerts.log', { format })
}

async function driveModerators(drive: Drive): Promise<void> {
  const saved = await ask(drive, 'moderators.save', { name: 'Ann', role: 'operator', pin })
  await ask(drive, 'moderators.enter', { id: saved.id, pin: '0000' })
  const seat = await ask(drive, 'moderators.enter', { id: saved.id, pin })
  await ask(drive, 'moderators.resume', { ticket: seat.ticket })
  await ask(drive, 'moderators.me', {})
  await ask(drive, 'moderators.list', {})
  await ask(drive, 'moderators.remove', { id: saved.id })
  await ask(drive, 'moderators.leave', {})
}

function profileText({ dataDir, settings }: TestDesk): string {
  // The practice cloud's own state holds the practice account's keys: they open nothing but itself.
  const files = readdirSync(dataDir, { withFileTypes: true, recursive: true }).filter(
    (entry) => entry.isFile() && !entry.name.startsWith('practice-'),
  )
  const texts = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)).toString('latin1'))
  return [...texts, JSON.stringify(settings.read())].join('\n')
}

describe('known keys', () => {
  it('never leave the core, whatever is asked and however it fails', async () => {
    const cloud = await startCloud({ token })
    const settings = createSettingsFile({ settings: { receiver: { port: 0, publicUrl: 'https://cb.example.com' } } })
    const desk = await startDesk({ settings, cipher: createFakeCipher('none') })
    const hurried = await startDesk({ cipher: createFakeCipher('none'), cloudTimeoutMs: 300 })
    const drive: Drive = { desk, hurried, cloud, called: new Set() }
    const { endpoint, secretId, secretKey } = cloud
    const draft = { name: 'Main', site: 'cn' as const, endpoint, secretId, secretKey, token }
    await hurried.client.account.save(draft)
    await driveDesk(drive, draft)

    const secrets = [secretId, secretKey, token, firstCallbackKey, secondCallbackKey, waySecret, passphrase, pin]
    const desks = [desk, hurried]
    const left = desks.flatMap(({ sent }) => sent).join('\n')
    const log = desks.map(({ dataDir }) => readFileSync(join(dataDir, 'desk.log'), 'utf8')).join('\n')
    const profile = desks.map(profileText).join('\n')
    expect(hurried.sent.filter((text) => text.includes('cloud.timeout')).length).toBeGreaterThan(0)
    for (const form of secrets.flatMap(forms)) {
      expect(left.includes(form), `answers hold ${form}`).toBe(false)
      expect(log.includes(form), `the log holds ${form}`).toBe(false)
      expect(profile.includes(form), `the profile holds ${form}`).toBe(false)
    }

    await ask(drive, 'account.setVaultMode', { mode: 'passphrase', passphrase })
    await ask(drive, 'account.unlock', { passphrase })
    await ask(drive, 'practice.setScenario', { scenario: 'busy' })
    await ask(drive, 'practice.stop', {})
    await ask(drive, 'account.remove', { id: 'gone' })
    const after = [desk.sent.join('\n'), profileText(desk)].join('\n')
    for (const form of secrets.flatMap(forms)) expect(after.includes(form), form).toBe(false)

    const all = Object.entries(contract).flatMap(([group, calls]) =>
      Object.keys(calls).map((verb) => `${group}.${verb}`),
    )
    expect(all.filter((name) => !drive.called.has(name))).toEqual([])
  })

  it('would be found if they were there', async () => {
    const text = `…${Buffer.from(`{"a":"${token}"}`).toString('base64')}…`
    expect(forms(token).some((form) => text.includes(form))).toBe(true)
    expect(forms(token).some((form) => `?t=${encodeURIComponent(token)}`.includes(form))).toBe(true)
  })
})
