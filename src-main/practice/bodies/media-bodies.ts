/** Bodies of live monitor and media processing events (css-callbacks, sections 13 and 14). */
import { appId } from '../options.ts'
import { seconds } from '../times.ts'
import type { Body, BodyContext } from './push-facts.ts'

/** No sample of 328 is published: the documented fields with made-up findings. */
export const monitorBody = ({ push, at, random }: BodyContext): Body => ({
  appid: appId,
  bizid: 0,
  interface: 'general_callback',
  event_type: 328,
  event_name: random.pick(['LowFrameRate', 'StreamStopped', 'FormatAbnormal']),
  event_time: Math.round(at),
  event_msg: 'a finding of the practice monitor',
  stream_id: push.stream,
})

export const qualityBody = ({ push, at, random }: BodyContext): Body => ({
  event_type: 343,
  appid: appId,
  appname: push.app,
  stream_id: push.stream,
  domain: push.domain,
  event_time: seconds(at),
  score: random.next() * 100,
  transcode_template_id: 123_456,
  watermark_template_id: 123_457,
  function: 'QualityControl',
  class: random.pick(['Blur', 'Mosaic', 'Silence', 'FpsJitter', 'LowLight', 'StreamOpenFailed']),
})

function assessment({ push, at, random }: BodyContext) {
  const frames = [2000, 1000].map((before) => ({
    score: Math.round((20 + random.next() * 30) * 100) / 100,
    time: Math.round(at) - before,
  }))
  const body = {
    appid: appId,
    appname: push.app,
    domain: push.domain,
    stream_id: push.stream,
    transcode_template_id: 12_345,
    event_time: seconds(at),
    frames,
    function: 'Assessment',
    class: random.pick(['PSNR', 'SSIM', 'VMAF', 'VQA']),
  }
  return { body, scores: frames.map(({ score }) => score) }
}

export const thresholdBody = (context: BodyContext): Body => ({ event_type: 344, ...assessment(context).body })

export function averageBody(context: BodyContext): Body {
  const { body, scores } = assessment(context)
  return {
    event_type: 345,
    ...body,
    average_score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
    max_score: Math.max(...scores),
    min_score: Math.min(...scores),
  }
}

export function subtitleBody({ push, at, random }: BodyContext): Body {
  const start = Math.max(0, Math.round(at - push.startedAt) - 3300)
  return {
    event_type: 338,
    stream_id: push.stream,
    channel_id: push.stream,
    task_id: random.digits(7),
    data: {
      subtitle_tmp_res: [
        {
          src_txt: 'Welcome to the practice stream.',
          dst_txt: '欢迎来到练习直播间。',
          start_pts: start,
          end_pts: start + 3300,
          start_unix_time: seconds(at) - 3,
          end_unix_time: seconds(at),
          stead_state: true,
        },
      ],
    },
  }
}

export function erasingBody({ push, at, random }: BodyContext): Body {
  const start = Math.max(0, Math.round(at - push.startedAt) - 9600)
  return {
    event_type: 347,
    stream_id: push.stream,
    channel_id: push.stream,
    task_id: random.digits(7),
    data: {
      subtitle_tmp_res: [
        {
          start_pts: start,
          end_pts: start + 9600,
          start_unix_time: seconds(at) - 9,
          end_unix_time: seconds(at),
          keywords_info: [{ begin_time: start + 2895, end_time: start + 4560, word: 'filtered word' }],
          src_txt: 'Sample sentence with a filtered word in it.',
        },
      ],
    },
  }
}

const span = (at: number) => ({ begin_time: seconds(at) - 30, end_time: seconds(at) })

export const summaryBody = ({ push, at }: BodyContext): Body => ({
  event_type: 348,
  appid: appId,
  domain: push.domain,
  path: push.app,
  stream_id: push.stream,
  ...span(at),
  title: 'Practice stream',
  summary: 'The host greets the audience and shows shapes.',
  key_words: ['practice', 'shapes'],
  key_points: ['greeting', 'a circle', 'two rectangles'],
})

export const highlightBody = ({ push, at, base }: BodyContext): Body => ({
  event_type: 349,
  appid: appId,
  domain: push.domain,
  path: push.app,
  stream_id: push.stream,
  items: [
    {
      ...span(at),
      title: 'A circle appears',
      summary: 'The circle was worth watching.',
      video_store_url: `${base}/recordings/highlight-${push.stream}-${seconds(at)}.mp4`,
      cov_img_store_url: '',
      key_words: ['circle', 'practice'],
    },
  ],
})
