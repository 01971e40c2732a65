/** The calls of the board and of the people at it, a line each. */
import type { CallContext } from '../../contract/define.ts'
import type { DeskHandlers } from '../../contract/index.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Actor } from '../moderation/decisions.ts'
import type { Moderation } from '../moderation/moderation.ts'
import { builtInHosts } from '../moderation/pictures/address.ts'
import { type ModerationSettings, reasonsOf } from '../moderation/settings.ts'
import type { Seats } from '../moderator/seats.ts'
import { nothing } from '../nothing.ts'
import type { Section } from '../profile.ts'

export interface AlertCallParts {
  readonly moderation: Moderation
  readonly seats: Seats
  readonly section: Section<ModerationSettings>
  readonly accountId: () => string | null
  /** Aborts when another account becomes active. */
  readonly accountSignal: () => AbortSignal
  readonly record: RecordActivity
  /** What is set for moderation, or who may sit here, is different. */
  readonly settingsChanged: () => void
}

export function createAlertCalls(parts: AlertCallParts): Pick<DeskHandlers, 'alerts' | 'moderators'> {
  const { moderation, seats, section, accountId, accountSignal, record, settingsChanged } = parts
  const by = ({ session }: CallContext): Actor => {
    const { id, name } = seats.of(session)
    return { seat: id, name, accountId: accountId() }
  }
  const set = (change: Partial<ModerationSettings>) => {
    section.set({ ...section.get(), ...change })
    settingsChanged()
  }
  const changed = (target: string, before: number, after: number) =>
    record({
      kind: 'moderation.changed',
      target,
      account: null,
      before: { rows: before },
      after: { rows: after },
    })
  const hosts = () => ({ builtIn: [...builtInHosts], own: section.get().pictureHosts })

  return {
    alerts: {
      board: (_input, { signal }) => moderation.board(accountId(), AbortSignal.any([signal, accountSignal()])),
      cases: async (input) => moderation.cases(accountId(), input),
      case: async ({ id }) => moderation.detail(id, accountId()),
      strip: async (input) => moderation.strip(input, accountId()),
      picture: ({ eventId, retry }) => moderation.pictures.get(eventId, retry),
      blastRadius: ({ caseId }) => moderation.blastRadius(caseId, accountId()),
      claim: async ({ caseId, takeOver }, context) => moderation.claim(caseId, takeOver, by(context)),
      release: async ({ caseId }, context) => nothing(moderation.release(caseId, by(context))),
      beat: async (_input, context) => ({ claims: moderation.beat(by(context).seat) }),
      decide: (input, context) => moderation.decide(input, by(context)),
      undo: async (input, context) => moderation.undo(input, by(context)),
      viewed: async (input, context) => nothing(moderation.viewed(input, by(context))),
      revealed: async (input, context) => nothing(moderation.revealed(input, by(context))),
      reasons: async () => ({ reasons: reasonsOf(section.get()) }),
      async setReasons({ reasons }) {
        changed('reasons', section.get().reasons.length, reasons.length)
        set({ reasons })
        return { reasons: reasonsOf(section.get()) }
      },
      views: async () => ({ views: section.get().views }),
      async setViews({ views }) {
        set({ views })
        return { views }
      },
      pictureHosts: async () => hosts(),
      async setPictureHosts({ own }) {
        changed('pictureHosts', section.get().pictureHosts.length, own.length)
        set({ pictureHosts: own })
        return hosts()
      },
      entries: async (input) => moderation.entries(accountId(), input),
      log: (input) => moderation.exportLog(accountId(), input),
      measures: async (span) => moderation.measures(accountId(), span),
      handover: async () => moderation.handover(accountId()),
    },
    moderators: {
      list: async () => ({ moderators: seats.list() }),
      async save(draft) {
        const saved = await seats.save(draft)
        settingsChanged()
        return saved
      },
      async remove({ id }) {
        seats.remove(id)
        settingsChanged()
        return {}
      },
      me: async (_input, { session }) => seats.of(session),
      enter: ({ id, pin }, { session }) => seats.enter(session, id, pin),
      resume: async ({ ticket }, { session }) => seats.resume(session, ticket),
      leave: async (_input, { session }) => seats.leave(session),
    },
  }
}
