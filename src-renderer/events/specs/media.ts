/** Relay (css-callbacks, section 12) and the media processing events (13). */
import { functions, qualityClasses, relayAlarms, relayEvents } from '../codes.ts'
import { field, group, inline, type Spec, section } from '../spec.ts'
import { code, coded, link, milliseconds, number, seconds, text, time, yesNo } from '../value.ts'

export const relay: Spec = [
  section(
    'event',
    field('callback_event', 'relayEvent', coded(relayEvents)),
    field('event_time', 'happenedAt', time),
    inline('msg', 'message', [
      field('task_start_time', 'startedAt', time),
      field('task_exit_time', 'endedAt', time),
      field('type', 'alarm', coded(relayAlarms)),
      field('code', 'exitCode', code),
      field('message', 'message', text),
      field('url', 'fileUrl', link),
      field('index', 'fileIndex', number),
      field('duration', 'duration', seconds),
    ]),
  ),
  section(
    'relay',
    field('source_urls', 'sources', link),
    field('to_url', 'target', link),
    field('task_id', 'task', code),
    field('product_name', 'product', text),
    field('callback_url', 'callbackUrl', link),
  ),
]

const quality = [
  field('event_time', 'happenedAt', time),
  field('function', 'function', coded(functions, { showCode: false })),
  field('transcode_template_id', 'transcodeTemplate', code),
  field('watermark_template_id', 'watermarkTemplate', code),
]

export const qualityControl: Spec = [
  section('event', field('class', 'qualityClass', coded(qualityClasses)), field('score', 'score', number), ...quality),
]

/** 344 and 345 alike: only the latter has the three scores. */
export const assessment: Spec = [
  section(
    'event',
    field('class', 'metric', text),
    field('average_score', 'averageScore', number),
    field('max_score', 'maxScore', number),
    field('min_score', 'minScore', number),
    ...quality,
  ),
  section('frames', group('frames', 'frames', [field('time', 'happenedAt', time), field('score', 'score', number)])),
]

/** 338 and 347: sentences with their place in the stream. */
export const subtitles: Spec = [
  section(
    'content',
    inline('data', 'sentences', [
      group('subtitle_tmp_res', 'sentences', [
        field('src_txt', 'sourceText', text),
        field('dst_txt', 'translatedText', text),
        field('start_unix_time', 'startedAt', time),
        field('end_unix_time', 'endedAt', time),
        field('start_pts', 'startPts', milliseconds),
        field('end_pts', 'endPts', milliseconds),
        field('steady_state', 'steady', yesNo),
        field('stead_state', 'steady', yesNo),
        group('keywords_info', 'erased', [
          field('word', 'keyword', text),
          field('begin_time', 'from', milliseconds),
          field('end_time', 'to', milliseconds),
        ]),
      ]),
    ]),
  ),
]

const story = [
  field('title', 'title', text),
  field('summary', 'summary', text),
  field('begin_time', 'startedAt', time),
  field('end_time', 'endedAt', time),
  field('key_words', 'keyWords', text),
  field('key_points', 'keyPoints', text),
  field('video_store_url', 'clipUrl', link),
  field('cov_img_store_url', 'coverUrl', link),
]

export const summary: Spec = [section('content', ...story)]
export const highlights: Spec = [section('content', group('items', 'highlights', story))]
