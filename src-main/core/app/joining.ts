/**
 * Everything that a callback can be received without, joined with what receives them. It is loaded and built after the
 * receiver listens; what must hold: whoever is told of stored events is told of those that arrived before.
 */
import type { Contract } from '../../contract/index.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { App } from '../app.ts'
import { type Closing, closeAll } from '../close-all.ts'
import { createDesk } from '../desk/desk.ts'
import { createHandlers } from '../handlers.ts'
import { createAlertCalls } from './alert-calls.ts'
import { createChecking } from './checking.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import { createModerating } from './moderating.ts'
import type { Reception } from './reception.ts'
import { createRecovering } from './recovering.ts'
import { startRounds } from './rounds.ts'
import { inTheirNames } from './speaking.ts'
import { createStreaming } from './streaming.ts'
import { createSubjects } from './subjects.ts'

export async function join(
  ground: Ground,
  identity: Identity,
  reception: Reception,
  roundMs: number | undefined,
): Promise<App> {
  const { host } = ground
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
  reception.joined()
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
