/** Recording file (css-callbacks, section 5), recording status (6), recording exception (7), screenshot (8). */
import {
  fileFormats,
  levels,
  recordContents,
  recordEvents,
  recordExceptions,
  recordSources,
  recordStarters,
} from '../codes.ts'
import { field, inline, type Spec, section } from '../spec.ts'
import {
  bytes,
  code,
  coded,
  kbps,
  link,
  microseconds,
  number,
  pixels,
  type Reader,
  seconds,
  text,
  time,
  word,
  yesNo,
} from '../value.ts'
import { streamByApp } from './common.ts'

/** `hls` in samples, `HLS` in the documents, a number in recording status. */
export const fileFormat: Reader = (value, body) =>
  text(typeof value === 'string' ? value.toUpperCase() : (fileFormats[String(value)] ?? value), body)

const templateOrNone: Reader = (value, body) => (Number(value) === 0 ? word('record.none') : code(value, body))

export const recordingFile: Spec = [
  section(
    'event',
    field('start_time', 'startedAt', time),
    field('start_time_usec', 'startedMicros', microseconds),
    field('end_time', 'endedAt', time),
    field('end_time_usec', 'endedMicros', microseconds),
    field('duration', 'duration', seconds),
  ),
  section(
    'file',
    field('file_format', 'format', fileFormat),
    field('file_size', 'size', bytes),
    field('video_url', 'videoUrl', link),
    field('record_bps', 'bitrate', kbps),
    inline('callback_ext', 'extension', [
      field('video_codec', 'videoCodec', text),
      field('resolution', 'resolution', text),
      field('session_id', 'recordSession', code),
    ]),
    field('media_start_time', 'firstPts', number),
    field('file_id', 'fileId', code),
    field('record_file_id', 'recordFileId', code, 'file_id'),
    field('video_id', 'videoId', code),
    field('vod2Flag', 'vod2', yesNo),
  ),
  streamByApp,
  section('task', field('task_id', 'task', code), field('record_temp_id', 'recordTemplate', templateOrNone)),
]

export const recordingStatus: Spec = [
  section('event', field('event_time', 'happenedAt', time), field('record_event', 'recordState', coded(recordEvents))),
  section(
    'recording',
    inline('record_detail', 'recordDetail', [
      field('file_format', 'format', fileFormat),
      field('record_bps', 'bitrate', kbps),
      field('start_model', 'startedBy', coded(recordStarters)),
      field('record_content', 'recordedStream', coded(recordContents)),
      field('source_type', 'sourceKind', coded(recordSources)),
      field('codec_temp_id', 'transcodeTemplate', templateOrNone),
    ]),
    field('session_id', 'recordSession', code),
  ),
]

export const recordingException: Spec = [
  section(
    'event',
    field('timestamp', 'happenedAt', time),
    field('exception_level', 'level', coded(levels, { showCode: false })),
    inline('exception', 'exception', [
      field('type', 'exceptionKind', coded(recordExceptions)),
      field('desc', 'description', text),
      field('occurs', 'count', number),
    ]),
  ),
  section('recording', field('file_format', 'format', fileFormat), field('session_id', 'recordSession', code)),
]

export const screenshot: Spec = [
  section(
    'picture',
    field('create_time', 'takenAt', time),
    field('width', 'width', pixels),
    field('height', 'height', pixels),
    field('file_size', 'size', bytes),
    field('pic_full_url', 'pictureUrl', link),
    field('pic_url', 'picturePath', code),
  ),
  streamByApp,
]
