/**
 * Builds the desk once, in the order of need, and closes it in reverse. Every part is a plain object that is
 * given what it uses; only this file and those in app/ know which.
 */
import type { Role } from '../contract/define.ts'
import type { Contract, DeskHandlers } from '../contract/index.ts'
import type { AddressStatus } from '../contract/receiver.ts'
import { createAlertCalls } from './app/alert-calls.ts'
import { createChecking } from './app/checking.ts'
import { type Ground, openGround } from './app/ground.ts'
import { createIdentity } from './app/identity.ts'
import { createModerating } from './app/moderating.ts'
import { createReception, type Reception } from './app/reception.ts'
import { createRecovering } from './app/recovering.ts'
import { startRounds } from './app/rounds.ts'
import { inTheirNames } from './app/speaking.ts'
import { createStreaming } from './app/streaming.ts'
import { createSubjects } from './app/subjects.ts'
import { type Closing, closeAll } from './close-all.ts'
import { createDesk } from './desk/desk.ts'
import { createHandlers } from './handlers.ts'
import type { Host } from './host.ts'
import type { Session } from './serve.ts'
import type { PictureType } from './store/pictures.ts'
import type { Timing } from './tunnel/supervise.ts'

export interface AppOptions {
  readonly now?: () => number
  /** For one attempt of a call to the cloud. */
  readonly cloudTimeoutMs?: number
  /** How patient tunnels are. */
  readonly tunnelTiming?: Partial<Timing>
  /** How often the desk looks at the cloud by itself. */
  readonly roundMs?: number
}

export interface App {
  readonly handlers: DeskHandlers
  /** Somebody opens a window; for `serve`. `hostRole` is the most they may have. */
  openSession(hostRole: Role): Session
  /** The picture of an alert for the host's own address of it, by its name there; null when it is not here. */
  readPicture(name: string): Promise<{ bytes: Buffer; type: PictureType } | null>
  close(): Promise<void>
}

/** Throws only what makes a desk impossible: `store.failed` for a file this version cannot use. */
export async function createApp(
  host: Host,
  { now = Date.now, cloudTimeoutMs, tunnelTiming, roundMs }: AppOptions = {},
): Promise<App> {
  const ground = await openGround(host, now)
  const identity = createIdentity(ground, cloudTimeoutMs)
  const reception = createReception(ground, identity, tunnelTiming)
  const { events, backups, retention, listened, listening, prover, practice, slots } = reception
  const streaming = createStreaming(ground, identity, events)
  const subjects = createSubjects(ground, identity, reception, streaming)
  const { effects, remembered, rotations, plans, domainTags, moves, history } = subjects
  const rounds = startRounds(ground, identity, subjects, { onAir: streaming.onAir, events, roundMs })
  events.onStored(effects.observe)
  events.onStored(rotations.observe)
  events.onStored(streaming.observeStreams)
  const moderating = createModerating(ground, identity, reception, streaming)
  const { moderation, seats } = moderating
  events.onStored(moves.observe)
  const onBeat = (listener: (status: AddressStatus) => void) =>
    prover.onBeat((status) => ground.speaking.alone(() => listener(status)))
  onBeat(history.observe)
  onBeat(moves.onBeat)
  onBeat(({ error }) => {
    // The practice cloud's heartbeats say nothing of a tunnel.
    if (!identity.isPracticeActive()) reception.ways.beat(error === null)
  })
  reception.onAddressChanged(moves.addressChanged)

  const desk = createDesk({
    ...ground,
    ...identity,
    ...reception,
    record: ground.activity.record,
    forgetAccount(accountId) {
      effects.forget(accountId)
      rotations.forget(accountId)
      moves.forget(accountId)
      remembered.removeAccount(accountId)
      plans.forgetAccount(accountId)
      identity.drift.forget(accountId)
      domainTags.removeAccount(accountId)
      slots.removeAccount(accountId)
      streaming.forgetStreams(accountId)
    },
  })
  desk.noteVault()
  await listening.restart()
  reception.ways.start()
  await resumePractice(ground, reception)
  // It may have become another one while the desk was closed.
  moves.addressChanged()

  const handlers = createHandlers({
    ...ground,
    ...identity,
    ...reception,
    ...subjects,
    ...streaming,
    ...createRecovering(ground, identity, reception),
    health: createChecking(ground, identity, reception, subjects),
    desk,
    alertCalls: createAlertCalls({
      moderation,
      seats,
      section: ground.profile.moderation,
      accountId: identity.accounts.activeId,
      accountSignal: identity.active.signal,
      record: ground.activity.record,
      settingsChanged: () => ground.changes.tell('settings'),
    }),
    accountSignal: identity.active.signal,
    info: { version: host.version, host: host.kind, platform: process.platform, runtime: runtimeName() },
  })
  return {
    handlers: inTheirNames<Contract>(handlers, (session) => seats.of(session).name, ground.speaking),
    openSession: moderating.openSession,
    readPicture: moderating.readPicture,
    close() {
      const parts: Closing[] = [
        ['plans', plans.close],
        ['prover', prover.close],
        ['rounds', rounds.close],
        ['streams', streaming.closeStreams],
        ['ways', reception.ways.close],
        ['account', identity.active.close],
        ['practice', practice.close],
        ['listened', listened.close],
        ['listening', listening.close],
        ['retention', retention.close],
        ['backups', backups.close],
        ['events', events.close],
        ...moderating.closings,
        ['effects', effects.close],
        ['rotations', rotations.close],
        ['moves', moves.close],
        ['store', ground.store.close],
      ]
      return closeAll(parts, ground.log)
    },
  }
}

/** A desk that was left on the practice cloud comes back to it; if that fails it starts all the same. */
async function resumePractice({ profile, log }: Ground, { practice }: Reception): Promise<void> {
  const account = profile.accounts.get().find(({ id }) => id === profile.activeAccount.get())
  if (account?.practiceTimeScale == null) return
  try {
    await practice.resume(account.site, account.practiceTimeScale)
  } catch (error) {
    log.error('the practice cloud did not start', { error })
  }
}

function runtimeName(): string {
  const { electron, node } = process.versions
  return electron ? `Electron ${electron}, Node ${node}` : `Node ${node}`
}
