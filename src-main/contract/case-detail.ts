/** One case in full: its film strip, its timeline, and what came before it. */
import { z } from 'zod'
import { CaseRow } from './cases.ts'
import { Trust, Verdict } from './events.ts'

export const SubResult = z.object({
  scene: z.string(),
  label: z.string(),
  subLabel: z.string(),
  /** As sent. */
  suggestion: z.string(),
  score: z.number().nullable(),
  /** Names of what was found: objects, keywords, library entries. */
  names: z.array(z.string()),
})
export type SubResult = z.infer<typeof SubResult>

export const PictureProblem = z.enum([
  /** The alert came without a picture. */
  'none',
  /** The address is no http(s) address, its host is not on the list, or it leads into a private network. */
  'address',
  'host',
  'private',
  /** 403 or 404: the link has expired, or the picture is gone or private. */
  'expired',
  'refused',
  'redirect',
  'tooLarge',
  'tooManyPixels',
  'notPicture',
  'timeout',
  'unreachable',
  /** Was here, and made room for newer ones. */
  'dropped',
])
export type PictureProblem = z.infer<typeof PictureProblem>

/** `url` is the desk's own (never the cloud's) and works as the `src` of an image in this window. */
export const Picture = z.discriminatedUnion('state', [
  z.object({ state: z.literal('waiting') }),
  z.object({
    state: z.literal('ready'),
    url: z.string(),
    type: z.enum(['image/jpeg', 'image/png', 'image/webp']),
    width: z.number().int(),
    height: z.number().int(),
    bytes: z.number().int(),
    sha256: z.string(),
    fetchedAt: z.number(),
  }),
  z.object({
    state: z.literal('failed'),
    problem: PictureProblem,
    /** What makes the sentence precise: the host, the HTTP status, the size. */
    params: z.record(z.string(), z.union([z.string(), z.number()])),
    at: z.number().nullable(),
    /** Whether `alerts.picture({ retry })` may help. */
    canRetry: z.boolean(),
  }),
])
export type Picture = z.infer<typeof Picture>

/** One alert of the film strip. */
export const StripItem = z.object({
  eventId: z.number().int(),
  kind: z.enum(['image', 'audio']),
  /** When the picture or slice was taken; when it arrived, if the body does not say. */
  at: z.number(),
  receivedAt: z.number(),
  verdict: Verdict,
  score: z.number().nullable(),
  label: z.string().nullable(),
  subLabel: z.string().nullable(),
  trust: Trust,
  /** Its signature came with too many different bodies. */
  reused: z.boolean(),
  picture: Picture.nullable(),
  results: z.array(SubResult),
  /** Recognised text of the picture, or speech. */
  text: z.string().nullable(),
  /** Of an audio slice. */
  durationS: z.number().nullable(),
})
export type StripItem = z.infer<typeof StripItem>

export const TimelineKind = z.enum([
  'opened',
  'reopened',
  'claimed',
  'viewed',
  'revealed',
  'decided',
  'undone',
  'requested',
  'accepted',
  'offAir',
  'lifted',
  'stillOnAir',
  'failed',
  'unknown',
  'rePush',
  'banEnded',
  'newSession',
  'streamStopped',
  'joined',
])
export type TimelineKind = z.infer<typeof TimelineKind>

/** One line of the log. `facts` by kind: decision, reason, note, ms, error, count, eventId, how, attention … */
export const TimelineEntry = z.object({
  id: z.number().int(),
  caseId: z.number().int(),
  at: z.number(),
  /** '' = the desk itself. */
  who: z.string(),
  kind: TimelineKind,
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const CaseDetail = z.object({
  row: CaseRow,
  /** In time order: the newest ones and always the first and the worst. `alerts.strip` reads the rest. */
  strip: z.array(StripItem),
  /** Alerts not in `strip`. */
  more: z.number().int(),
  /** Oldest first; the newest 500. */
  timeline: z.array(TimelineEntry),
  /** Other cases of the same stream, newest first, at most 10. */
  history: z.array(CaseRow),
})
export type CaseDetail = z.infer<typeof CaseDetail>
