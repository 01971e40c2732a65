/**
 * A whole desk on a temporary folder, spoken to as a window speaks to it: the real core behind serve(), the
 * real client in front, messages between them as text. The practice cloud runs in this process.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Role } from '../../src-main/contract/define.ts'
import { contract, type DeskClient } from '../../src-main/contract/index.ts'
import { type App, type AppOptions, createApp } from '../../src-main/core/app.ts'
import type { Host, Note, SettingsFile } from '../../src-main/core/host.ts'
import { createLog } from '../../src-main/core/log.ts'
import { serve } from '../../src-main/core/serve.ts'
import type { PracticeCloudOptions } from '../../src-main/practice/options.ts'
import { type PracticeCloud, startPracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { connect } from '../../src-renderer/client/client.ts'
import { createFakeCipher, type FakeCipher } from '../fakes/cipher.ts'
import { createPortPair } from '../fakes/port-pair.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'

export interface TestDesk {
  readonly app: App
  readonly client: DeskClient
  readonly dataDir: string
  readonly settings: SettingsFile
  readonly host: Host
  /** Another window on the same desk, as a second browser is. */
  openWindow(role?: Role): DeskClient
  /** The practice cloud the desk has started itself; throws while there is none. */
  practice(): PracticeCloud
  /** What the host was asked to tell the person. */
  readonly notes: readonly Note[]
  /** Every text that went to the window. */
  readonly sent: readonly string[]
  close(): Promise<void>
}

export interface TestDeskOptions extends AppOptions {
  readonly dataDir?: string
  readonly settings?: SettingsFile
  readonly cipher?: FakeCipher
  readonly role?: Role
}

export function createDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  return dataDir
}

/** The longest time a timer takes. */
const never = 2 ** 31 - 1

/** By default any free port for the receiver and a fresh profile. Closed when the test has finished. */
export async function startDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const dataDir = options.dataDir ?? createDataDir()
  const settings = options.settings ?? createSettingsFile({ settings: { receiver: { port: 0 } } })
  const log = createLog(dataDir)
  let practice: PracticeCloud | null = null
  const notes: Note[] = []
  const host: Host = {
    kind: 'headless',
    version: '0.0.0',
    dataDir,
    settings,
    cipher: options.cipher ?? createFakeCipher(),
    log,
    writerEntry: new URL('../../src-main/core/store/writer-thread.ts', import.meta.url),
    searchEntry: new URL('../../src-main/core/events/search-thread.ts', import.meta.url),
    notify: (note) => void notes.push(note),
    async startPractice(wanted) {
      practice = await startPracticeCloud({ seed: 1, ...wanted })
      return practice
    },
  }
  // What the desk asks the cloud by itself would meet the failures and changes that tests have ready for their own calls.
  const app = await createApp(host, { roundMs: never, ...options })
  const { client, sent, leave } = openWindow(app, host, options.role ?? 'operator')
  let closing: Promise<void> | null = null
  const close = () => {
    leave()
    closing ??= app.close()
    return closing
  }
  onTestFinished(close)
  return {
    app,
    client,
    dataDir,
    settings,
    host,
    openWindow: (role = 'operator') => openWindow(app, host, role).client,
    sent,
    notes,
    close,
    practice: () => practice ?? expectPractice(),
  }
}

function expectPractice(): never {
  throw new Error('the practice cloud has not been started')
}

function openWindow({ handlers, openSession }: App, { log }: Host, role: Role) {
  const [window, desk] = createPortPair()
  const sent: string[] = []
  const send = (text: string) => {
    sent.push(text)
    return desk.send(text)
  }
  serve(contract, handlers, { ...desk, send }, { session: openSession(role), log })
  const { client } = connect<typeof contract>(() => Promise.resolve(window))
  return { client, sent, leave: () => desk.close() }
}

/** A cloud that stands for a real one: reached by its endpoint, with a key of its own. */
export async function startCloud(options: Partial<PracticeCloudOptions> = {}): Promise<PracticeCloud> {
  const cloud = await startPracticeCloud({
    site: 'cn',
    timeScale: 600,
    seed: 1,
    publicHosts: ['cb.example.com'],
    ...options,
  })
  onTestFinished(() => cloud.close())
  return cloud
}

export const draftFor = ({ endpoint, secretId, secretKey }: PracticeCloud, name = 'Main') => ({
  name,
  site: 'cn' as const,
  endpoint,
  secretId,
  secretKey,
})
