/** Readers for relay tasks and the media-processing events (css-callbacks, sections 12 and 13). */
import type { EventRow } from '../../contract/events.ts'
import { type CallbackReader, domainPlace, type Place } from './callback-reader.ts'
import { id, inner, number, object, objects, text, time } from './fields.ts'
import type { JsonObject } from './json.ts'

/** Domain and path stand only in the push target. */
function relayPlace(body: JsonObject): Place {
  const target = text(body, 'to_url')
  const url = target && URL.canParse(target) ? new URL(target) : null
  const [app, stream] = url?.pathname.split('/').filter(Boolean) ?? []
  return {
    domain: url?.hostname || null,
    app: app ?? null,
    stream: text(body, 'stream_id') ?? stream ?? null,
  }
}

export const relay: CallbackReader = {
  place: relayPlace,
  time: (body) => time(body, 'event_time') ?? time(inner(body, 'msg') ?? {}, 'task_start_time', 'task_exit_time'),
  identity: (body) => [id(body, 'task_id'), id(body, 'callback_event'), id(body, 'msg') ?? ''],
  session: (body) => text(body, 'task_id'),
  facts(body) {
    const message = inner(body, 'msg') ?? {}
    return {
      event: text(body, 'callback_event'),
      url: text(message, 'url'),
      durationS: number(message, 'duration'),
      code: number(message, 'code'),
      message: text(message, 'message'),
      alarm: text(message, 'type'),
    }
  },
}

const sentences = (body: JsonObject) => objects(object(body, 'data'), 'subtitle_tmp_res')

/** A sentence is sent again while it is still being recognised, so its state belongs to its identity. */
const isSteady = (sentence: JsonObject | undefined) => (sentence?.steady_state ?? sentence?.stead_state) === true

const sentenceReader = {
  place: domainPlace,
  time: (body) => time(sentences(body)[0] ?? {}, 'start_unix_time'),
} satisfies Partial<CallbackReader>

export const subtitles: CallbackReader = {
  ...sentenceReader,
  identity(body) {
    const [first] = sentences(body)
    return [id(body, 'task_id'), id(first ?? {}, 'start_pts'), isSteady(first) ? '' : id(first ?? {}, 'src_txt')]
  },
  facts(body) {
    const last = sentences(body).at(-1)
    return {
      text: text(last ?? {}, 'src_txt'),
      translation: text(last ?? {}, 'dst_txt'),
      sentences: sentences(body).length,
      steady: isSteady(last) ? 1 : 0,
    }
  },
}

export const erasing: CallbackReader = {
  ...sentenceReader,
  identity: (body) => [id(body, 'task_id'), id(sentences(body)[0] ?? {}, 'start_pts')],
  facts(body) {
    const words = sentences(body).flatMap((sentence) => objects(sentence, 'keywords_info'))
    return {
      text: text(sentences(body)[0] ?? {}, 'src_txt'),
      sentences: sentences(body).length,
      words: words.length,
      word: text(words[0] ?? {}, 'word'),
    }
  },
}

const assessment = {
  place: domainPlace,
  time: (body) => time(body, 'event_time'),
  identity: (body) => [
    id(body, 'event_time'),
    id(body, 'class') ?? '',
    id(body, 'transcode_template_id') ?? '',
    id(body, 'watermark_template_id') ?? '',
  ],
} satisfies Partial<CallbackReader>

export const qualityControl: CallbackReader = {
  ...assessment,
  facts: (body) => ({ class: text(body, 'class'), score: number(body, 'score') }),
}

export const evaluationThreshold: CallbackReader = { ...assessment, facts: evaluationFacts }

export const evaluationAverage: CallbackReader = {
  ...assessment,
  facts: (body) => ({
    class: text(body, 'class'),
    average: number(body, 'average_score'),
    worst: number(body, 'min_score'),
    best: number(body, 'max_score'),
  }),
}

function evaluationFacts(body: JsonObject): EventRow['facts'] {
  const scores = objects(body, 'frames').map((frame) => number(frame, 'score'))
  const known = scores.filter((score) => score !== null)
  return {
    class: text(body, 'class'),
    frames: scores.length,
    worst: known.length > 0 ? Math.min(...known) : null,
    best: known.length > 0 ? Math.max(...known) : null,
  }
}

export const summary: CallbackReader = {
  place: domainPlace,
  time: (body) => time(body, 'end_time', 'begin_time'),
  identity: (body) => [id(body, 'begin_time')],
  facts: (body) => ({ title: text(body, 'title'), summary: text(body, 'summary') }),
}

const firstItem = (body: JsonObject): JsonObject => objects(body, 'items')[0] ?? {}

export const highlight: CallbackReader = {
  place: domainPlace,
  time: (body) => time(firstItem(body), 'end_time', 'begin_time'),
  identity: (body) => [id(firstItem(body), 'begin_time')],
  facts: (body) => ({
    items: objects(body, 'items').length,
    title: text(firstItem(body), 'title'),
    video: text(firstItem(body), 'video_store_url'),
  }),
}
