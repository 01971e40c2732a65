/**
 * The body of a test event: the documented sample of its type (css-callbacks, sections 4–11), with a stream name, ids
 * and addresses that show it for a test wherever it arrives. `.invalid` names lead nowhere, by RFC 2606.
 */
import type { UrlGroup } from '../../contract/sites.ts'
import { testStream } from '../../contract/template-tests.ts'

export interface TestPlace {
  /** A push domain. */
  readonly domain: string
  readonly app: string
}

export interface TestFacts extends TestPlace {
  /** Epoch milliseconds. */
  readonly at: number
  /** 19 digits that no other test has: part of whatever tells events of this type apart. */
  readonly nonce: string
}

type Body = Readonly<Record<string, unknown>>

const appid = 12_345_678
const files = 'https://callback-desk-test.invalid'
const seconds = (at: number) => Math.floor(at / 1000)

/** `app` is the push domain and `appname` the path. */
const appFamily = ({ domain, app }: TestFacts) => ({
  app: domain,
  appid,
  appname: app,
  channel_id: testStream,
  stream_id: testStream,
  stream_param: 'stream_param=test',
})

const push = (facts: TestFacts) => ({
  ...appFamily(facts),
  event_time: seconds(facts.at),
  height: 0,
  idc_id: 34,
  node: '198.51.100.37',
  sequence: facts.nonce,
  set_id: 2,
  user_ip: '203.0.113.1',
  width: 0,
})

const passed = (Scene: string) => ({
  HitFlag: 0,
  Scene,
  Suggestion: 'Pass',
  Label: 'Normal',
  SubLabel: '',
  Score: 0,
  Details: [],
})

function imageAlert({ domain, app, at, nonce }: TestFacts): Body {
  const flagged = { HitFlag: 1, Suggestion: 'Block', Label: 'Porn', SubLabel: 'PornHigh', Score: 99 }
  return {
    event_type: 317,
    ocrMsg: '',
    type: [1],
    socre: [99],
    screenshotTime: seconds(at),
    level: 0,
    img: `${files}/${nonce}.jpg`,
    abductionRisk: [],
    faceDetails: [],
    sendTime: seconds(at),
    suggestion: 'Block',
    label: 'Porn',
    subLabel: 'PornHigh',
    labelResults: [
      passed('Illegal'),
      { ...flagged, Scene: 'Porn', Details: [{ Id: 0, Name: 'PornHigh', Score: 99 }] },
      passed('Sexy'),
      passed('Terror'),
    ],
    objectResults: ['QrCode', 'MapRecognition', 'PolityFace'].map((scene) => ({ ...passed(scene), Names: [] })),
    ocrResults: [{ ...passed('OCR'), Text: '' }],
    streamId: testStream,
    channelId: testStream,
    stream_param: 'stream_param=test',
    app: domain,
    appname: app,
    appid,
  }
}

const audioAlert = ({ domain, app, at, nonce }: TestFacts): Body => ({
  HitFlag: 1,
  Score: 96,
  SubTag: 'Contact',
  appid,
  asr_text: 'a test of Callback Desk',
  cdn_url: '',
  channel_id: testStream,
  data: {
    asr_tmp_full_results: [
      {
        appearing_point: [1_810_089.2, 1_810_104.8],
        confidence: 100,
        create_time: seconds(at),
        id: '',
        periods: '00:00:00-00:00:15',
        url: `${files}/${nonce}.wav`,
      },
    ],
  },
  domain,
  duration: 10,
  event_type: 315,
  interface: 'general_callback',
  label: 'Ad',
  language_results: [],
  moan_results: [],
  path: app,
  recognition_results: [],
  request_id: `${testStream}-${nonce}`,
  seq: seconds(at),
  speaker_results: [],
  status: 2,
  stream_id: testStream,
  sub_label: 'Contact',
  suggestion: 'Block',
  task_id: 36_881,
  text_results: [],
})

const pushException = ({ domain, app, at, nonce }: TestFacts): Body => ({
  abnormal_event: [
    {
      count: 1,
      customer_visible: 'true',
      detail: [{ desc: 'video frame arrive interval too long, interval=3046(msec)', occur_time: at }],
      event_key: '',
      type: 6,
      type_desc_cn: ' ',
      type_desc_en: 'video frame arrive interval bigger than 1000(ms)',
    },
  ],
  appid,
  user_ip: '203.0.113.1',
  data_time: at,
  domain,
  event_type: 321,
  interface: 'general_callback',
  path: app,
  report_interval: 5000,
  sequence: nonce,
  stream_id: testStream,
  stream_param: 'stream_param=test',
  timeout: 5000,
})

const bodies: Readonly<Record<UrlGroup, (facts: TestFacts) => Body>> = {
  streamBegin: (facts) => ({ ...push(facts), event_type: 1, errcode: 0, errmsg: 'ok' }),
  streamEnd: (facts) => ({
    ...push(facts),
    event_type: 0,
    errcode: 1,
    errmsg: 'The push client actively stopped the push',
    push_duration: '128581',
  }),
  record: (facts) => ({
    ...appFamily(facts),
    event_type: 100,
    callback_ext: '{"video_codec":"h264","resolution":"640x480"}',
    file_id: facts.nonce,
    record_file_id: facts.nonce,
    file_format: 'hls',
    task_id: `${testStream}-${facts.nonce}`,
    start_time: seconds(facts.at) - 154,
    end_time: seconds(facts.at),
    start_time_usec: 316_441,
    end_time_usec: 618_577,
    duration: 154,
    file_size: 277_941_079,
    video_url: `${files}/${facts.nonce}.m3u8`,
    media_start_time: 135_802,
    record_bps: 0,
  }),
  snapshot: (facts) => ({
    ...appFamily(facts),
    event_type: 200,
    create_time: seconds(facts.at),
    file_size: 30_670,
    height: 720,
    pic_full_url: `${files}/${facts.nonce}.jpg`,
    pic_url: `/${facts.nonce}.jpg`,
    width: 1280,
    task_id: facts.nonce,
  }),
  pornCensorship: imageAlert,
  pushException,
  audioAudit: audioAlert,
  recordStatus: ({ domain, app, at, nonce }) => ({
    appid,
    appname: app,
    domain,
    event_time: seconds(at),
    event_type: 332,
    record_detail:
      '{"file_format":2,"record_bps":0,"start_model":1,"record_content":1,"source_type":2,"codec_temp_id":0}',
    record_event: 'record_ended',
    seq: nonce,
    session_id: nonce,
    stream_id: testStream,
  }),
  recordException: ({ domain, app, at, nonce }) => ({
    interface: 'general_callback',
    event_type: 341,
    appid,
    domain,
    path: app,
    stream_id: testStream,
    session_id: nonce,
    file_format: 'ts',
    timestamp: seconds(at),
    exception_level: 'info',
    exception: { type: -201, desc: 'video ts deviation: 100.000000', occurs: 4 },
  }),
}

/** Without `t` and `sign`. */
export const testBody = (group: UrlGroup, facts: TestFacts): Body => bodies[group](facts)
