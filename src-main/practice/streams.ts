/**
 * The streams on air: how a push begins, is refused, breaks, resumes and ends, and the events that follow.
 * A break that is over within 70 s causes neither a stop nor a start (css-callbacks, section 1); what the
 * API ends, ends at once.
 */
import type { Account } from './account.ts'
import type { Agenda } from './agenda.ts'
import { type Body, type BodyContext, createPush, type Push } from './bodies/push-facts.ts'
import { recordFileBody, recordStatusBody, startBody, stopBody } from './bodies/stream-bodies.ts'
import type { CallbackEvent } from './delivery.ts'
import type { History } from './history.ts'
import { minute } from './options.ts'
import type { Random } from './random.ts'
import type { SnapshotTemplate } from './state.ts'
import { type StopReason, stopReasons } from './stop-reasons.ts'

export interface OnAir extends Push {
  /** Fixed when the push starts: a change reaches only pushes that start later (css-api, section 7). */
  readonly snapshots: SnapshotTemplate | null
  nextPictureAt: number
}

export interface Source {
  readonly domain: string
  readonly app: string
  readonly stream: string
  readonly userIp?: string
}

export interface Streams {
  onAir(): readonly OnAir[]
  find(source: Source): OnAir | undefined
  /** `prompt` sends the start event at once. */
  start(source: Source, options?: { prompt?: boolean }): 'onAir' | 'refused'
  /** The streamer's side ended it, or it broke; `prompt` does not wait for it to resume. */
  end(source: Source, reason: StopReason, options?: { prompt?: boolean }): void
  /** The cloud ends every push for which `which` holds, at once. */
  cut(which: (push: OnAir) => boolean, reason: StopReason): void
  emit(type: number, push: Push, body: Body, options?: { prompt?: boolean }): string | null
  /** What bodies of an event now are made from. */
  context(push: Push): BodyContext
}

export const resumesWithinMs = 70_000
const recordedAfterMs = 5 * minute

interface StreamParts {
  readonly account: Account
  readonly agenda: Agenda
  readonly history: History
  readonly random: Random
  readonly now: () => number
  readonly timeScale: number
  readonly base: () => string
  readonly send: (event: CallbackEvent) => string | null
  /** Cuts and bans are accepted and not carried out. */
  readonly ignoresCuts: () => boolean
}

const keyOf = ({ domain, app, stream }: Source) => JSON.stringify([domain, app, stream])

export function createStreams(parts: StreamParts): Streams {
  const { account, agenda, history, random, now, timeScale } = parts
  const running = new Map<string, OnAir>()
  /** Broken off less than 70 s ago; the stop has not been told yet. */
  const broken = new Map<string, { push: OnAir; forget: () => void }>()

  const contextAt = (push: Push, at: number): BodyContext => ({ push, at, random, base: parts.base() })
  const emit: Streams['emit'] = (type, push, body, { prompt = false } = {}) =>
    parts.send({ type, domain: push.domain, app: push.app, stream: push.stream, body, prompt })

  const remember = (push: Push, reason: StopReason, endedAt: number, refused = false) =>
    history.add({ ...push, endedAt, reason, refused })

  const tellEnd = (push: OnAir, reason: StopReason, endedAt: number, prompt: boolean) => {
    const context = contextAt(push, endedAt)
    remember(push, reason, endedAt)
    emit(0, push, stopBody(context, reason), { prompt })
    emit(332, push, recordStatusBody(context, 'record_ended'))
    agenda.at(now() + recordedAfterMs / timeScale, () => emit(100, push, recordFileBody(context)))
  }

  const refusal = ({ domain, stream }: Source): StopReason | null => {
    const record = account.domain(domain)
    if (record?.type !== 0) return stopReasons.refusedDomainUnknown
    if (record.status !== 1) return stopReasons.refusedDomainDisabled
    return account.isBanned(stream) ? stopReasons.refusedBanned : null
  }

  const start: Streams['start'] = (source, { prompt = false } = {}) => {
    const key = keyOf(source)
    if (running.has(key)) return 'onAir'
    const at = now()
    const refused = refusal(source)
    if (refused) {
      const push = createPush(source, at, random)
      remember(push, refused, at, true)
      emit(0, push, stopBody(contextAt(push, at), refused), { prompt })
      return 'refused'
    }
    const resumed = broken.get(key)
    if (resumed) {
      resumed.forget()
      broken.delete(key)
      running.set(key, resumed.push)
      return 'onAir'
    }
    const push: OnAir = {
      ...createPush(source, at, random),
      snapshots: account.snapshotsInEffect(source.domain, source.app, source.stream),
      nextPictureAt: at,
    }
    running.set(key, push)
    emit(1, push, startBody(contextAt(push, at)), { prompt })
    emit(332, push, recordStatusBody(contextAt(push, at), 'record_start_succeeded'))
    return 'onAir'
  }

  const end: Streams['end'] = (source, reason, { prompt = false } = {}) => {
    const key = keyOf(source)
    const push = running.get(key)
    if (!push) return
    running.delete(key)
    const endedAt = now()
    if (prompt) return tellEnd(push, reason, endedAt, true)
    const forget = agenda.at(endedAt + resumesWithinMs / timeScale, () => {
      broken.delete(key)
      tellEnd(push, reason, endedAt, false)
    })
    broken.set(key, { push, forget })
  }

  return {
    onAir: () => [...running.values()],
    find: (source) => running.get(keyOf(source)),
    start,
    end,
    cut: (which, reason) => {
      const isByApi = reason === stopReasons.dropped || reason === stopReasons.banned
      if (isByApi && parts.ignoresCuts()) return
      for (const [key, push] of running) {
        if (!which(push)) continue
        running.delete(key)
        tellEnd(push, reason, now(), false)
      }
    },
    emit,
    context: (push) => contextAt(push, now()),
  }
}
