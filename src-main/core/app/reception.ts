/** Everything on the way of a callback into the desk: the receiver, its public address, events, the practice cloud. */
import { join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { createListening, type Listening } from '../address/listening.ts'
import { postThrough } from '../address/post.ts'
import { createProver, type Prover } from '../address/prover.ts'
import { createEvents, type Events } from '../events/events.ts'
import {
  createPractice,
  type Practice,
  type PracticeAccount,
  practiceAddress,
  practiceHost,
} from '../practice-control/practice.ts'
import { createDecoder } from '../receiver/decode.ts'
import { createPaths, type Paths } from '../receiver/paths.ts'
import { type Delivery, startReceiver } from '../receiver/receiver.ts'
import { createSlotsTable, type SlotsTable } from '../store/slots.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'

export interface Reception {
  readonly paths: Paths
  readonly slots: SlotsTable
  readonly events: Events
  readonly listening: Listening
  readonly prover: Prover
  readonly practice: Practice
  /** Where the active account's cloud reaches this desk; null while there is no such address. */
  publicBase(): string | null
}

export function createReception(ground: Ground, identity: Identity): Reception {
  const { log, now, profile, settings, store, notices } = ground
  const paths = createPaths(profile.receiverSecret)
  const slots = createSlotsTable(store)
  const events = createEvents({ store, log, now })
  const decode = createDecoder({ keyring: identity.keyring, resolveSlot: slots.find })
  const publicBase = () => (identity.isPracticeActive() ? practiceAddress : settings.get().receiver.publicUrl)

  const listening = createListening({
    wantedPort: () => settings.get().receiver.port,
    start: (port) => startReceiver({ port, hosts, paths, accept, log, now }),
    changed: () => void practice.receiverMoved().then(() => prover.restart()),
    log,
  })
  const practice = connectPractice(ground, identity, listening.port)
  const prover = createProver({
    target() {
      const base = publicBase()
      return base === null ? null : { base, post: identity.isPracticeActive() ? practice.fetch : postThrough }
    },
    paths,
    log,
    now,
  })
  identity.onSwitch(prover.restart)

  async function accept(delivery: Delivery): Promise<void> {
    try {
      await events.accept(decode(delivery))
      notices.clear('store.full')
    } catch (error) {
      if (error instanceof AppError && error.code === 'store.full') notices.raise('store.full')
      throw error
    }
  }

  function hosts(): string[] {
    const { publicUrl } = settings.get().receiver
    return publicUrl === null ? [practiceHost] : [practiceHost, new URL(publicUrl).host]
  }

  return { paths, slots, events, listening, prover, practice, publicBase }
}

function connectPractice(
  { host, log, activity, changes }: Ground,
  { accounts }: Identity,
  receiverPort: () => number | null,
): Practice {
  const putAccount = ({ id, site, endpoint, timeScale, key }: PracticeAccount) =>
    accounts.putPractice(
      {
        id,
        site,
        endpoint,
        name: accounts.find(id)?.name ?? 'Practice',
        secretIdTail: key ? key.secretId.slice(-4) : '',
        tokenExpiresAt: null,
        practiceTimeScale: timeScale,
      },
      key && { ...key, token: null },
    )
  return createPractice({
    startCloud: (options) => host.startPractice(options),
    stateFile: (site) => join(host.dataDir, `practice-${site}.json`),
    receiverPort,
    putAccount,
    activate: accounts.activate,
    leave() {
      const id = accounts.activeId()
      if (id === null || accounts.get(id).practiceTimeScale === null) return
      accounts.activate(accounts.list().find((account) => account.practiceTimeScale === null)?.id ?? null)
    },
    record: activity.record,
    changed: () => changes.tell('practice'),
    log,
  })
}
