/** The moderation board, joined with what it stands on: events, streams, pictures, the people at the windows. */
import { join } from 'node:path'
import type { Role } from '../../contract/define.ts'
import { AppError } from '../../contract/errors.ts'
import type { Enforcement } from '../../contract/streams.ts'
import type { Closing } from '../close-all.ts'
import type { Enforcer, Progress } from '../moderation/enforcer.ts'
import { createModeration, type Moderation } from '../moderation/moderation.ts'
import { builtInHosts, resolveHost } from '../moderation/pictures/address.ts'
import { createPictureCache } from '../moderation/pictures/cache.ts'
import { createPictureNames } from '../moderation/pictures/names.ts'
import { createPictures } from '../moderation/pictures/pictures.ts'
import { pictureAddress } from '../moderation/strip.ts'
import { createSeats, type Seats } from '../moderator/seats.ts'
import type { Session } from '../serve.ts'
import { startBackups } from '../store/backup-schedule.ts'
import { createModeratedEvents } from '../store/moderated-events.ts'
import { createPicturesTable, type PictureType } from '../store/pictures.ts'
import { identify } from '../stream/look.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import type { Reception } from './reception.ts'
import type { Streaming } from './streaming.ts'

export interface Moderating {
  readonly moderation: Moderation
  readonly seats: Seats
  openSession(hostRole: Role): Session
  /** By the name its case gives it; null when there is no such picture here. */
  readPicture(name: string): Promise<{ bytes: Buffer; type: PictureType } | null>
  readonly closings: readonly Closing[]
}

export function createModerating(
  ground: Ground,
  identity: Identity,
  { events, isQuiet }: Reception,
  { enforcer }: Streaming,
): Moderating {
  const { host, log, now, profile, activity, deskName } = ground
  const store = ground.caseStore
  const backups = startBackups({ file: store.file, entry: host.writerEntry, isQuiet, log, now })
  const source = createModeratedEvents(ground.store)
  const table = createPicturesTable(store)
  const names = createPictureNames(profile.receiverSecret)

  const moderation = createModeration({
    store,
    source,
    enforcer: joinEnforcer(identity, enforcer, now),
    activeAccount: identity.accounts.activeId,
    record: activity.record,
    createPictures: ({ change, changed, caseOf }) =>
      createPictures({
        table,
        cache: createPictureCache({ folder: join(host.dataDir, 'pictures'), table, change, now }),
        sourceOf(eventId) {
          const url = pictureAddress(source.body(eventId))
          const hosts = [...builtInHosts, ...profile.moderation.get().pictureHosts]
          return url === null
            ? null
            : { url, hosts, practiceOrigin: practiceOrigin(identity, source.accountOf(eventId)) }
        },
        caseOf,
        urlOf: (eventId) => `${host.kind === 'electron' ? 'app-img://desk/' : '/img/'}${names.nameOf(eventId)}`,
        resolve: resolveHost,
        change,
        changed,
        log,
        now,
      }),
    log,
    now,
  })
  const stop = events.onStored(moderation.stored)
  const seats = createSeats({
    section: profile.moderators,
    deskName,
    left: moderation.leave,
    record: activity.record,
    now,
  })
  return {
    moderation,
    seats,
    openSession: seats.open,
    async readPicture(name) {
      const eventId = names.eventOf(name)
      return eventId === null ? null : moderation.pictures.read(eventId)
    },
    closings: [
      ['stored cases', stop],
      ['moderation', moderation.close],
      ['backups of cases', backups.close],
      ['case store', store.close],
    ],
  }
}

/** The practice cloud's pictures lie on this machine, which no other account's may. */
function practiceOrigin({ accounts }: Identity, accountId: string | null): string | null {
  const account = accountId === null ? null : accounts.find(accountId)
  return account?.practiceTimeScale != null && account.endpoint !== null ? new URL(account.endpoint).origin : null
}

function joinEnforcer({ active }: Identity, enforcer: Streaming['enforcer'], now: () => number): Enforcer {
  return {
    async send({ action, ref, reason, by, until }) {
      const options = { reason, by }
      const run = await (action === 'ban' ? enforcer.ban(ref, { ...options, until }) : enforcer[action](ref, options))
      return { run: run.id, acceptedAt: run.acceptedAt, isOver: run.phase === 'notOnAir' || run.phase === 'done' }
    },
    onProgress(listener) {
      enforcer.onProgress((run) => {
        const progress = toProgress(run, now())
        if (progress) listener(progress)
      })
    },
    state: async (ref, signal) => (await enforcer.state(ref, signal)).state,
    async identify(ref) {
      try {
        await identify(active.require().cloud, ref, now())
        return 'own'
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        if (error.code === 'domain.notFound' || error.code === 'stream.playDomain') return 'foreign'
        if (error.code === 'stream.unknown') return 'absent'
        throw error
      }
    },
    blastRadius: enforcer.blastRadius,
  }
}

function toProgress({ id, phase, doneAt, doneBy }: Enforcement, now: number): Progress | null {
  const shownBy = doneBy === 'event' ? 'stopEvent' : doneBy
  if (phase === 'done' || phase === 'overdue' || phase === 'unknown')
    return { run: id, phase, at: doneAt ?? now, shownBy }
  return null
}
