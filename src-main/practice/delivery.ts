/**
 * Takes events to the URL the edge holds for them and repeats until the receiver says exactly 200, on the
 * documented schedule (css-callbacks, section 1). Delivery is at least once and in no promised order.
 */
import { createHash } from 'node:crypto'
import { type UrlGroup, urlGroups } from '../contract/sites.ts'
import type { Agenda } from './agenda.ts'
import { minute } from './options.ts'
import type { PostAnswer, Poster } from './post.ts'
import type { Random } from './random.ts'
import { type CallbackRecord, type CallbackRecords, isRecorded } from './records.ts'
import type { Mood } from './scenarios.ts'
import type { CallbackTemplate } from './state.ts'
import { seconds } from './times.ts'

export interface CallbackEvent {
  readonly type: number
  readonly domain: string
  readonly app: string
  readonly stream: string
  /** Without `t` and `sign`: those depend on the template. */
  readonly body: Record<string, unknown>
  /** Goes out at once and once, whatever the scenario does otherwise. */
  readonly prompt?: boolean
}

export interface Delivery {
  /** The URL it is on its way to; null when nothing is bound, or the template has no URL for it. */
  send(event: CallbackEvent): string | null
  readonly counts: { delivered: number; failed: number }
}

interface Parcel {
  readonly event: CallbackEvent
  readonly url: string
  readonly body: string
  readonly happenedAt: number
  attempts: number
}

export const pathIsDown: PostAnswer = { status: null, body: 'the path to the receiver is down', ms: 0 }

const twelve = { retries: 12, everyMs: minute }
const schedules: Readonly<Record<number, { retries: number; everyMs: number }>> = {
  0: twelve,
  1: twelve,
  100: twelve,
  200: { retries: 5, everyMs: 2 * minute },
  315: twelve,
  317: twelve,
  338: { retries: 2, everyMs: minute },
  347: { retries: 2, everyMs: minute },
}
/** Not documented for the other types: the rule of the older documents is assumed. */
const otherSchedule = { retries: 3, everyMs: minute }

const maxUnderWay = 64
/** Beyond this many waiting parcels new ones are lost at once, as after the last retry. */
const maxWaiting = 50_000
const validMs = 10 * minute

interface DeliveryParts {
  readonly now: () => number
  readonly timeScale: number
  readonly random: Random
  readonly agenda: Agenda
  readonly poster: Poster
  readonly records: CallbackRecords
  readonly templateFor: (domain: string, app: string) => CallbackTemplate | null
  readonly mood: () => Mood
  /** False while the scenario keeps the path to the receiver down. */
  readonly isPathUp: () => boolean
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { now, timeScale, random, agenda, poster, records } = parts
  const counts = { delivered: 0, failed: 0 }
  const ready: Parcel[] = []
  let underWay = 0
  let waiting = 0

  const attempt = async (parcel: Parcel) => {
    parcel.attempts += 1
    const answer = parts.isPathUp()
      ? await poster.post(parcel.url, parcel.body, timeoutOf(parcel.event.type, timeScale))
      : pathIsDown
    if (isRecorded(parcel.event.type)) records.add(toRecord(parcel, answer, now()))
    if (answer.status === 200) counts.delivered += 1
    else fail(parcel)
  }

  const fail = (parcel: Parcel) => {
    counts.failed += 1
    const { retries, everyMs } = schedules[parcel.event.type] ?? otherSchedule
    if (parcel.attempts <= retries) queue(parcel, now() + everyMs / timeScale)
  }

  const pump = () => {
    while (underWay < maxUnderWay) {
      const parcel = ready.shift()
      if (!parcel) return
      underWay += 1
      void attempt(parcel).finally(() => {
        underWay -= 1
        waiting -= 1
        pump()
      })
    }
  }

  const queue = (parcel: Parcel, at: number) => {
    if (waiting >= maxWaiting) {
      counts.failed += 1
      return
    }
    waiting += 1
    const start = () => {
      ready.push(parcel)
      pump()
    }
    if (at <= now()) start()
    else agenda.at(at, start)
  }

  return {
    counts,
    send: (event) => {
      const template = parts.templateFor(event.domain, event.app)
      const url = template && urlFor(template, event)
      if (!url) return null
      const mood = parts.mood()
      const body = JSON.stringify({ ...event.body, ...signature(template.key, mood, now()) })
      const parcel = (): Parcel => ({ event, url, body, happenedAt: now(), attempts: 0 })
      const isDelayed = !event.prompt && random.chance(mood.disorder)
      queue(parcel(), now() + (isDelayed ? random.int(300, 2500) : 0))
      if (!event.prompt && random.chance(mood.duplicates)) queue(parcel(), now() + random.int(50, 1500))
      return url
    },
  }
}

/** 20 s without an answer is a failure; the push exception's body promises 5 s. Scaled, but never below 3 s. */
const timeoutOf = (type: number, timeScale: number): number => {
  const documented = type === 321 ? 5_000 : 20_000
  return Math.max(3_000, documented / timeScale)
}

/** md5(key + t); neither field when the template has no key (what the cloud does then is unconfirmed). */
function signature(key: string, mood: Mood, now: number): Record<string, unknown> {
  if (key === '') return {}
  const t = seconds(now + validMs)
  const used = mood.signsWithWrongKey ? `not-${key}` : key
  return { sign: createHash('md5').update(`${used}${t}`).digest('hex'), t }
}

const groups = Object.keys(urlGroups) as UrlGroup[]

/**
 * Relay, live monitor and media processing events have no field in the API (css-callbacks, section 3): here
 * they go to the stream-begin URL, or else to the first URL that is set.
 */
export function urlFor(template: CallbackTemplate, { type, body }: CallbackEvent): string | null {
  const group = groups.find((name) => (urlGroups[name].types as readonly number[]).includes(type))
  if (group === 'recordException' && !isWantedLevel(template, body.exception_level)) return null
  if (group) return template.urls[group] || null
  return template.urls.streamBegin || Object.values(template.urls).find(Boolean) || null
}

/** The read-back text and the console say "alarm" where the request says "warning" (css-api, section 5). */
const isWantedLevel = ({ recordExceptionLevels }: CallbackTemplate, level: unknown) =>
  recordExceptionLevels.some((wanted) => (wanted === 'alarm' ? 'warning' : wanted) === level)

const toRecord = (parcel: Parcel, answer: PostAnswer, now: number): CallbackRecord => ({
  eventAt: parcel.happenedAt,
  type: parcel.event.type,
  stream: parcel.event.stream,
  request: parcel.body,
  response: answer.body,
  responseAt: now,
  // 0 = success, anything else = failure; which numbers the cloud uses is not documented.
  resultCode: answer.status === 200 ? 0 : (answer.status ?? 1),
})
