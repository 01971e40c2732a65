/** What a reader of one event type answers, and the two ways bodies name the place an event belongs to. */
import type { EventRow } from '../../contract/events.ts'
import { id, text } from './fields.ts'
import type { JsonObject } from './json.ts'
import type { Moderation } from './moderation.ts'

export interface CallbackReader {
  readonly place: (body: JsonObject) => Place
  /** When it happened, in epoch milliseconds. */
  readonly time: (body: JsonObject) => number | null
  readonly facts: (body: JsonObject) => EventRow['facts']
  /** What repeats of one event share besides its place; a null part means that the body does not say. */
  readonly identity: (body: JsonObject) => readonly (string | null)[]
  /** Pairs the events of one push, recording or task. */
  readonly session?: (body: JsonObject) => string | null
  readonly judge?: (body: JsonObject) => Moderation
}

/** Push domain, push path and stream name. */
export interface Place {
  readonly domain: string | null
  readonly app: string | null
  readonly stream: string | null
}

const streamNames = ['stream_id', 'streamId', 'channel_id', 'channelId'] as const

/** `app` is the push domain and `appname` the path: 0, 1, 100, 200, 317. */
export const appPlace = (body: JsonObject): Place => ({
  domain: text(body, 'app'),
  app: text(body, 'appname'),
  stream: text(body, ...streamNames),
})

/** The newer family, with the path under either name. */
export const domainPlace = (body: JsonObject): Place => ({
  domain: text(body, 'domain'),
  app: text(body, 'appname', 'path'),
  stream: text(body, ...streamNames),
})

/** A stream name is unique only within its domain and path. */
export const placeParts = (body: JsonObject): (string | null)[] => [
  id(body, 'domain', 'app') ?? '',
  id(body, 'appname', 'path') ?? '',
  id(body, ...streamNames),
]
