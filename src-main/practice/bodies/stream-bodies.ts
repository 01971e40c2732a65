/** Bodies of push, recording, screenshot, push exception and relay events (css-callbacks, sections 4–8, 11, 12). */
import { appId } from '../options.ts'
import { errmsg, type StopReason } from '../stop-reasons.ts'
import { seconds } from '../times.ts'
import type { Body, BodyContext } from './push-facts.ts'

const pushBody = ({ push, at }: BodyContext): Body => ({
  app: push.domain,
  appid: appId,
  appname: push.app,
  channel_id: push.stream,
  event_time: seconds(at),
  idc_id: 34,
  node: push.node,
  sequence: push.sequence,
  set_id: 2,
  stream_id: push.stream,
  stream_param: push.param,
  user_ip: push.userIp,
})

/** 0×0: when a push begins no header has been seen yet. */
export const startBody = (context: BodyContext): Body => ({
  ...pushBody(context),
  event_type: 1,
  errcode: 0,
  errmsg: 'ok',
  width: 0,
  height: 0,
})

export const stopBody = (context: BodyContext, reason: StopReason): Body => ({
  ...pushBody(context),
  event_type: 0,
  errcode: reason.code,
  errmsg: errmsg(reason),
  push_duration: String(Math.round(context.at - context.push.startedAt)),
  width: context.push.width,
  height: context.push.height,
})

export function recordFileBody({ push, at, random, base }: BodyContext): Body {
  const fileId = random.digits(19)
  const duration = Math.max(1, seconds(at - push.startedAt))
  return {
    event_type: 100,
    appid: appId,
    app: push.domain,
    appname: push.app,
    callback_ext: JSON.stringify({
      video_codec: 'h264',
      resolution: `${push.width}x${push.height}`,
      session_id: push.session,
    }),
    stream_id: push.stream,
    channel_id: push.stream,
    file_id: fileId,
    record_file_id: fileId,
    file_format: random.pick(['hls', 'mp4', 'flv']),
    task_id: `practice-${push.session}`,
    start_time: seconds(push.startedAt),
    end_time: seconds(at),
    start_time_usec: random.int(0, 999_999),
    end_time_usec: random.int(0, 999_999),
    duration,
    file_size: duration * 250_000,
    stream_param: push.param,
    video_url: `${base}/recordings/${fileId}/playlist.m3u8`,
    media_start_time: random.int(0, 200_000),
    record_bps: 0,
  }
}

export type RecordEvent =
  | 'record_start_succeeded'
  | 'record_start_failed'
  | 'record_paused'
  | 'record_resumed'
  | 'record_error'
  | 'record_ended'

export const recordStatusBody = ({ push, at, random }: BodyContext, event: RecordEvent): Body => ({
  appid: appId,
  appname: push.app,
  domain: push.domain,
  event_time: seconds(at),
  event_type: 332,
  record_detail: JSON.stringify({
    file_format: 2,
    record_bps: 0,
    start_model: 1,
    record_content: 1,
    source_type: 1,
    codec_temp_id: 0,
  }),
  record_event: event,
  seq: random.digits(19),
  session_id: push.session,
  stream_id: push.stream,
})

const recordExceptions = [
  { level: 'info', type: -201, desc: 'video ts deviation: 100.000000' },
  { level: 'warning', type: -100, desc: 'resolution changed from 1280x720 to 640x360' },
  { level: 'warning', type: -130, desc: 'video frames dropped' },
  { level: 'error', type: -18, desc: 'no video' },
  { level: 'error', type: -16, desc: 'pull failed' },
] as const

export function recordExceptionBody({ push, at, random }: BodyContext): Body {
  const { level, type, desc } = random.pick(recordExceptions)
  return {
    interface: 'general_callback',
    event_type: 341,
    appid: appId,
    domain: push.domain,
    path: push.app,
    stream_id: push.stream,
    session_id: push.session,
    file_format: 'ts',
    timestamp: seconds(at),
    exception_level: level,
    exception: { type, desc, occurs: random.int(1, 9) },
  }
}

/** The path both the screenshot and its alert name; `/pictures/…` is served by this cloud. */
export const picturePath = ({ push, at }: BodyContext): string =>
  `/pictures/${encodeURIComponent(push.domain)}/${encodeURIComponent(push.app)}/${encodeURIComponent(push.stream)}-screenshot-${Math.round(at)}-${push.width}x${push.height}.png`

export function screenshotBody(context: BodyContext): Body {
  const { push, at, random, base } = context
  const path = picturePath(context)
  return {
    app: push.domain,
    appname: push.app,
    channel_id: push.stream,
    create_time: seconds(at),
    event_type: 200,
    // Pictures are drawn when they are asked for, so this is a plausible size, not the served one.
    file_size: random.int(18_000, 64_000),
    width: push.width,
    height: push.height,
    pic_url: path,
    pic_full_url: `${base}${path}`,
    stream_id: push.stream,
    stream_param: push.param,
    task_id: random.digits(19),
  }
}

const pushExceptions = [
  { type: 1, en: 'video timestamp went back', cn: '视频时间戳回退' },
  { type: 6, en: 'video frame arrive interval bigger than 1000(ms)', cn: '视频帧间隔过大' },
  { type: 7, en: 'audio frame arrive interval bigger than 1000(ms)', cn: '音频帧间隔过大' },
  { type: 15, en: 'low frame rate', cn: '帧率过低' },
  { type: 16, en: 'gop longer than 10(s)', cn: 'GOP 过长' },
] as const

export function pushExceptionBody({ push, at, random }: BodyContext): Body {
  const first = random.pick(pushExceptions)
  const second = random.pick(pushExceptions)
  const found = first === second ? [first] : [first, second]
  const detail = (index: number) => ({
    desc: `interval=${random.int(2900, 3900)}(msec)`,
    occur_time: Math.round(at) - 4000 + index * 1500,
  })
  return {
    abnormal_event: found.map(({ type, en, cn }) => {
      const details = Array.from({ length: random.int(1, 2) }, (_, index) => detail(index))
      return {
        count: details.length,
        customer_visible: 'true',
        detail: details,
        event_key: '',
        type,
        type_desc_cn: cn,
        type_desc_en: en,
      }
    }),
    appid: appId,
    user_ip: push.userIp,
    data_time: Math.round(at),
    domain: push.domain,
    event_type: 321,
    interface: 'general_callback',
    path: push.app,
    report_interval: 5000,
    sequence: push.sequence,
    stream_id: push.stream,
    stream_param: push.param,
    timeout: 5000,
  }
}

export function relayBody({ push, at, random, base }: BodyContext): Body {
  const source = `${base}/sources/practice.m3u8`
  const time = Math.round(at)
  const messages = {
    TaskStart: { task_start_time: time },
    VodSourceFileStart: { url: source, index: 0, duration: 14_920 },
    VodSourceFileFinish: { url: source, index: 0, duration: 14_920 },
    TaskAlarm: { type: 'PushStreamUnstable' },
    TaskExit: { task_exit_time: time, code: 0, message: 'done' },
  } as const
  const event = random.pick(['TaskStart', 'VodSourceFileStart', 'VodSourceFileFinish', 'TaskAlarm', 'TaskExit'])
  return {
    appid: appId,
    callback_event: event,
    event_time: String(seconds(at)),
    event_type: 314,
    interface: 'general_callback',
    msg: JSON.stringify(messages[event]),
    product_name: 'pullpush',
    source_urls: `${JSON.stringify([source])}\n`,
    stream_id: push.stream,
    task_id: random.digits(6),
    to_url: `rtmp://${push.domain}/${push.app}/${push.stream}`,
  }
}
