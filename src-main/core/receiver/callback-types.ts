/**
 * Where each event type keeps what a row needs (css-callbacks, section 3 and the type's own section): one
 * reader per type; `generic` reads types nobody has documented yet. Bodies are a stranger's: readers take
 * what they find and never throw.
 *
 * `facts` are the few values the one-line summary of a row is worded from. null = not in the body.
 *
 * | type | facts |
 * |---|---|
 * | 0 | code (section 4, stop codes), message, durationMs |
 * | 1 | width, height (0 while no header has been seen) |
 * | 100 | format (lower case), durationS, bytes, url |
 * | 200 | picture (URL, or only its path), width, height, bytes |
 * | 314 | event (callback_event), url (of the file), durationS (of the file), code, message (of an exit), alarm (type of a TaskAlarm) |
 * | 315 | subLabel, text (recognised speech), audio (URL of the slice), durationS |
 * | 317 | subLabel, picture (URL), text (recognised), sentAt (ms) |
 * | 321 | kinds (different exceptions), type, count (of the most frequent one), message (its description), total (all counts) |
 * | 328 | event (event_name), message |
 * | 332 | event (record_event), format (record_detail number), taskId |
 * | 338 | text, translation (of the last sentence), sentences, steady (1, 0) |
 * | 341 | type (exception.type), level, occurs, message, format |
 * | 343 | class, score |
 * | 344 | class, frames, worst, best (frame scores) |
 * | 345 | class, average, worst, best |
 * | 347 | text (of the first sentence), sentences, words (erased), word (the first) |
 * | 348 | title, summary |
 * | 349 | items, title (of the first), video (URL of the first) |
 * | other | event, message (whatever field carries such a name) |
 *
 * Any type: suspicious = 1 when one signature goes on bringing new bodies (core/events/reuse.ts; set on storing),
 * test = 1 when this desk has sent it itself (set on arrival), and what trust-reason.ts adds (lateMs, signedWith, unsound, noKey).
 */
import type { EventRow } from '../../contract/events.ts'
import { appPlace, type CallbackReader, domainPlace } from './callback-reader.ts'
import { id, inner, number, object, objects, text, time } from './fields.ts'
import type { JsonObject } from './json.ts'
import * as media from './media-types.ts'
import { judgeAudio, judgePicture } from './moderation.ts'

const push = {
  place: appPlace,
  time: (body) => time(body, 'event_time', 'update_time'),
  identity: (body) => [id(body, 'sequence')],
  session: (body) => text(body, 'sequence'),
} satisfies Partial<CallbackReader>

const readers: Readonly<Record<number, CallbackReader>> = {
  0: {
    ...push,
    facts: (body) => ({
      code: number(body, 'errcode'),
      message: text(body, 'errmsg'),
      durationMs: number(body, 'push_duration'),
    }),
  },
  1: { ...push, facts: (body) => ({ width: number(body, 'width'), height: number(body, 'height') }) },
  100: {
    place: appPlace,
    time: (body) => time(body, 'end_time'),
    identity(body) {
      const file = id(body, 'record_file_id', 'file_id')
      return file === null ? [id(body, 'task_id'), id(body, 'start_time'), id(body, 'end_time')] : [file]
    },
    session: (body) => text(inner(body, 'callback_ext') ?? {}, 'session_id'),
    facts: (body) => ({
      format: text(body, 'file_format')?.toLowerCase() ?? null,
      durationS: number(body, 'duration'),
      bytes: number(body, 'file_size'),
      url: text(body, 'video_url'),
    }),
  },
  200: {
    place: appPlace,
    time: (body) => time(body, 'create_time'),
    identity: (body) => [id(body, 'pic_full_url', 'pic_url'), id(body, 'create_time')],
    facts: (body) => ({
      picture: text(body, 'pic_full_url', 'pic_url'),
      width: number(body, 'width'),
      height: number(body, 'height'),
      bytes: number(body, 'file_size'),
    }),
  },
  314: media.relay,
  315: {
    place: domainPlace,
    time: (body) => time(slice(body), 'create_time'),
    identity(body) {
      const request = id(body, 'request_id')
      return request === null ? [id(body, 'task_id'), id(body, 'seq')] : [request]
    },
    judge: judgeAudio,
    facts: (body) => ({
      subLabel: text(body, 'sub_label', 'SubLabel', 'SubTag'),
      text: text(body, 'asr_text'),
      audio: text(slice(body), 'url'),
      durationS: number(body, 'duration'),
    }),
  },
  317: {
    place: appPlace,
    time: (body) => time(body, 'screenshotTime', 'sendTime'),
    identity: (body) => [id(body, 'img'), id(body, 'screenshotTime')],
    judge: judgePicture,
    facts: (body) => ({
      subLabel: text(body, 'subLabel', 'SubLabel'),
      picture: text(body, 'img'),
      text: text(body, 'ocrMsg'),
      sentAt: time(body, 'sendTime'),
    }),
  },
  321: {
    place: domainPlace,
    time: (body) => time(body, 'data_time'),
    identity: (body) => [id(body, 'sequence'), id(body, 'data_time')],
    session: (body) => text(body, 'sequence'),
    facts: pushExceptionFacts,
  },
  328: {
    place: domainPlace,
    time: (body) => time(body, 'event_time'),
    identity: (body) => [id(body, 'event_name'), id(body, 'event_time')],
    facts: (body) => ({ event: text(body, 'event_name'), message: text(body, 'event_msg') }),
  },
  332: {
    place: domainPlace,
    time: (body) => time(body, 'event_time'),
    identity: (body) => [id(body, 'seq'), id(body, 'record_event') ?? ''],
    session: (body) => text(body, 'session_id'),
    facts: (body) => ({
      event: text(body, 'record_event'),
      format: number(inner(body, 'record_detail') ?? {}, 'file_format'),
      taskId: text(body, 'task_id'),
    }),
  },
  338: media.subtitles,
  341: {
    place: domainPlace,
    time: (body) => time(body, 'timestamp'),
    identity: (body) => [id(body, 'session_id'), id(body, 'timestamp'), id(object(body, 'exception') ?? {}, 'type')],
    session: (body) => text(body, 'session_id'),
    facts(body) {
      const exception = object(body, 'exception') ?? {}
      return {
        type: number(exception, 'type'),
        level: text(body, 'exception_level'),
        occurs: number(exception, 'occurs'),
        message: text(exception, 'desc'),
        format: text(body, 'file_format')?.toLowerCase() ?? null,
      }
    },
  },
  343: media.qualityControl,
  344: media.evaluationThreshold,
  345: media.evaluationAverage,
  347: media.erasing,
  348: media.summary,
  349: media.highlight,
}

const generic: CallbackReader = {
  place: (body) => ({
    ...domainPlace(body),
    domain: text(body, 'domain', ...(body.appname === undefined ? [] : ['app'])),
  }),
  time: (body) => time(body, 'event_time', 'data_time', 'timestamp', 'sendTime', 'create_time', 'end_time'),
  identity: () => [null],
  session: (body) => text(body, 'sequence', 'session_id'),
  facts: (body) => ({
    event: text(body, 'event_name', 'callback_event', 'event', 'class'),
    message: text(body, 'event_msg', 'errmsg', 'message', 'msg', 'desc'),
  }),
}

export const readerOf = (type: number): CallbackReader => (Object.hasOwn(readers, type) && readers[type]) || generic

/** The audio slice that was judged. */
const slice = (body: JsonObject): JsonObject => objects(object(body, 'data'), 'asr_tmp_full_results')[0] ?? {}

function pushExceptionFacts(body: JsonObject): EventRow['facts'] {
  const found = objects(body, 'abnormal_event').map((one) => ({
    type: number(one, 'type'),
    count: number(one, 'count') ?? 0,
    message: text(one, 'type_desc_en', 'type_desc_cn'),
  }))
  const worst = found.toSorted((a, b) => b.count - a.count)[0]
  return {
    kinds: new Set(found.map(({ type }) => type)).size,
    type: worst?.type ?? null,
    count: worst?.count ?? null,
    message: worst?.message ?? null,
    total: found.reduce((sum, { count }) => sum + count, 0),
  }
}
