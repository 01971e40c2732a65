/**
 * The practice cloud as the desk drives it: started by the host, spoken to over HTTP only. Its account's key
 * stays with it; the desk is told it at every start and keeps it in memory.
 */
import type { Account } from '../../contract/account.ts'
import { AppError } from '../../contract/errors.ts'
import type { PracticeStatus, Scenario } from '../../contract/practice.ts'
import type { Site } from '../../contract/sites.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { PracticeHandle, PracticeOptions } from '../host.ts'
import { createTurns } from '../in-turn.ts'
import type { Log } from '../log.ts'
import { type Control, createControl } from './control.ts'

/** The name under which the practice cloud, and nobody else, reaches this desk; each change of address counts one on. */
const practiceHost = (count: number): string => `desk${count > 1 ? `-${count}` : ''}.practice.example`

/** An account of the practice cloud; the key is null once the cloud has stopped. */
export interface PracticeAccount {
  readonly id: string
  readonly site: Site
  readonly endpoint: string | null
  readonly timeScale: number
  readonly key: { readonly secretId: string; readonly secretKey: string } | null
}

export interface Practice {
  start(site: Site, timeScale: number): Promise<Account>
  /** Starts it for its account, which is about to be used. */
  resume(site: Site, timeScale: number): Promise<void>
  status(): Promise<PracticeStatus>
  setScenario(scenario: Scenario): Promise<PracticeStatus>
  /** Where its cloud reaches this desk. */
  address(): string
  /** The present one, and the one before it. */
  hosts(): string[]
  changeAddress(): Promise<{ address: string }>
  stop(): Promise<void>
  /** Posts as the cloud would, to prove the address. */
  fetch: Control['fetch']
  /** The receiver listens elsewhere now. Never rejects. */
  receiverMoved(): Promise<void>
  close(): Promise<void>
}

export interface PracticeParts {
  readonly startCloud: (options: PracticeOptions) => Promise<PracticeHandle>
  readonly stateFile: (site: Site) => string
  readonly receiverPort: () => number | null
  readonly putAccount: (account: PracticeAccount) => Account
  readonly activate: (accountId: string) => void
  /** Its account may no longer be used: if it is the active one, another one or none becomes active. */
  readonly leave: () => void
  readonly record: RecordActivity
  readonly changed: () => void
  /** How often the address has been changed, plus one; kept over a restart. */
  readonly addressCount: { get(): number; set(count: number): void }
  readonly addressChanged: () => void
  readonly log: Log
}

const practiceAccountId = (site: Site): string => `practice-${site}`

interface Running {
  readonly site: Site
  readonly timeScale: number
  readonly handle: PracticeHandle
  readonly control: Control
}

const asleep: PracticeStatus = {
  running: false,
  scenario: 'calm',
  site: 'cn',
  timeScale: 1,
  onAir: 0,
  delivered: 0,
  failed: 0,
}

export function createPractice(parts: PracticeParts): Practice {
  const { record, changed, log } = parts
  const inTurn = createTurns()
  let running: Running | null = null

  const hosts = (): string[] => {
    const count = parts.addressCount.get()
    return count > 1 ? [practiceHost(count), practiceHost(count - 1)] : [practiceHost(count)]
  }
  const address = () => `http://${hosts()[0]}`

  const resolveMap = (): Record<string, string> => {
    const port = parts.receiverPort()
    return port === null ? {} : Object.fromEntries(hosts().map((host) => [host, `127.0.0.1:${port}`]))
  }

  async function run(site: Site, timeScale: number): Promise<Account> {
    if (running && (running.site !== site || running.timeScale !== timeScale)) await halt()
    if (!running) {
      const stateFile = parts.stateFile(site)
      const handle = await parts.startCloud({ site, timeScale, resolve: resolveMap(), stateFile })
      running = { site, timeScale, handle, control: createControl(handle) }
      record({ kind: 'practice.started', target: site, account: null, after: { site, timeScale } })
      // The receiver may have begun to listen while the cloud started.
      await receiverMoved()
    }
    const { endpoint, secretId, secretKey } = running.handle
    changed()
    return parts.putAccount({ id: practiceAccountId(site), site, endpoint, timeScale, key: { secretId, secretKey } })
  }

  async function halt(): Promise<void> {
    const old = running
    if (!old) return
    running = null
    const { site, timeScale } = old
    await old.handle.close()
    // Of two sites' accounts only one has its cloud running; the other must not seem usable.
    parts.putAccount({ id: practiceAccountId(site), site, endpoint: null, timeScale, key: null })
    record({ kind: 'practice.stopped', target: site, account: null, before: { site, timeScale } })
    changed()
  }

  async function receiverMoved(): Promise<void> {
    const map = resolveMap()
    if (!running || Object.keys(map).length === 0) return
    try {
      await running.control.resolve(map)
    } catch (error) {
      log.warn('the practice cloud did not learn where the receiver listens', { error })
    }
  }

  const control = (): Control => {
    if (!running) throw new AppError('practice.notRunning')
    return running.control
  }
  const shown = (status: Omit<PracticeStatus, 'running'>): PracticeStatus => ({ ...status, running: true })

  return {
    start: (site, timeScale) =>
      inTurn('', async () => {
        const account = await run(site, timeScale)
        parts.activate(account.id)
        return account
      }),
    resume: (site, timeScale) => inTurn('', async () => void (await run(site, timeScale))),
    status: async () => (running ? shown(await running.control.status()) : asleep),
    async setScenario(scenario) {
      const status = shown(await control().setScenario(scenario))
      changed()
      return status
    },
    address,
    hosts,
    changeAddress: () =>
      inTurn('', async () => {
        control()
        const count = parts.addressCount.get() + 1
        parts.addressCount.set(count)
        await receiverMoved()
        parts.addressChanged()
        changed()
        return { address: address() }
      }),
    stop: () =>
      inTurn('', async () => {
        parts.leave()
        await halt()
      }),
    fetch: async (url, body) => control().fetch(url, body),
    receiverMoved,
    close: () =>
      inTurn('', async () => {
        const old = running
        running = null
        await old?.handle.close()
      }),
  }
}
