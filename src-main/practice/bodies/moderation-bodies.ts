/** Bodies of image and audio moderation (css-callbacks, sections 9.1 and 10), with the spelling of the samples. */
import { appId } from '../options.ts'
import { seconds } from '../times.ts'
import type { Body, BodyContext } from './push-facts.ts'
import { picturePath } from './stream-bodies.ts'

interface Finding {
  /** The category number; only 0 and 1 are certain (section 9.2). */
  readonly type: number
  readonly scene: string
  readonly label: string
  readonly subLabel: string
  readonly suggestion: 'Block' | 'Review'
  readonly score: readonly [number, number]
  readonly ocr?: string
}

const findings = [
  { type: 1, scene: 'Porn', label: 'Porn', subLabel: 'PornHigh', suggestion: 'Block', score: [90, 100] },
  { type: 1, scene: 'Porn', label: 'Porn', subLabel: 'WomenChest', suggestion: 'Review', score: [61, 89] },
  { type: 2, scene: 'Sexy', label: 'Sexy', subLabel: '', suggestion: 'Review', score: [60, 85] },
  { type: 6, scene: 'OCR', label: 'Abuse', subLabel: '', suggestion: 'Review', score: [70, 90], ocr: '*** you' },
  {
    type: 8,
    scene: 'OCR',
    label: 'Ad',
    subLabel: '',
    suggestion: 'Block',
    score: [85, 99],
    ocr: 'add me: practice-000',
  },
] as const satisfies readonly [Finding, ...Finding[]]

const quiet = (Scene: string) => ({
  HitFlag: 0,
  Scene,
  Suggestion: 'Pass',
  Label: 'Normal',
  SubLabel: '',
  Score: 0,
})

const hit = (finding: Finding, score: number) => ({
  HitFlag: 1,
  Scene: finding.scene,
  Suggestion: finding.suggestion,
  Label: finding.label,
  SubLabel: finding.subLabel,
  Score: score,
})

export function imageAlertBody(context: BodyContext): Body {
  const { push, at, random, base } = context
  const finding: Finding = random.pick(findings)
  const score = random.int(...finding.score)
  const details = finding.subLabel === '' ? [] : [{ Id: 0, Name: finding.subLabel, Score: score }]
  const labelOf = (scene: string) =>
    scene === finding.scene ? { ...hit(finding, score), Details: details } : { ...quiet(scene), Details: [] }
  const text = finding.ocr ?? ''
  const ocrDetail = {
    Text: text,
    Label: finding.label,
    Keywords: text === '' ? [] : [text],
    Score: score,
    Location: { X: 12, Y: 20, Width: 200, Height: 40, Rotate: 0 },
  }
  return {
    ocrMsg: text,
    type: [finding.type],
    socre: [score],
    screenshotTime: seconds(at),
    level: 0,
    img: `${base}${picturePath(context)}`,
    abductionRisk: [],
    faceDetails: [],
    sendTime: seconds(at) + 1,
    suggestion: finding.suggestion,
    label: finding.label,
    subLabel: finding.subLabel,
    labelResults: ['Illegal', 'Porn', 'Sexy', 'Terror'].map(labelOf),
    objectResults: ['QrCode', 'MapRecognition', 'PolityFace'].map((scene) => ({
      ...quiet(scene),
      Names: [],
      Details: [],
    })),
    ocrResults: [
      text === ''
        ? { ...quiet('OCR'), Text: '', Details: [] }
        : { ...hit(finding, score), Text: text, Details: [ocrDetail] },
    ],
    streamId: push.stream,
    channelId: push.stream,
    stream_param: push.param,
    app: push.domain,
    appname: push.app,
    appid: appId,
    event_type: 317,
  }
}

export function audioAlertBody({ push, at, random, base }: BodyContext): Body {
  const finding = random.pick([
    { label: 'Ad', subLabel: 'Contact', suggestion: 'Block', keyword: 'mobile phone number' },
    { label: 'Abuse', subLabel: '', suggestion: 'Review', keyword: 'idiot' },
    { label: 'Porn', subLabel: 'Moan', suggestion: 'Review', keyword: 'come closer' },
  ] as const)
  const score = random.int(65, 100)
  const spoken = `this is a practice sentence with ${finding.keyword} in it`
  return {
    HitFlag: 1,
    Score: score,
    SubTag: finding.subLabel,
    appid: appId,
    asr_text: spoken,
    cdn_url: '',
    channel_id: push.stream,
    data: {
      asr_tmp_full_results: [
        {
          appearing_point: [1_810_089.2, 1_810_104.8],
          confidence: 100,
          create_time: seconds(at),
          id: '',
          periods: '00:00:00-00:00:15',
          url: `${base}/recordings/audio-${random.hex(12)}.wav`,
        },
      ],
    },
    domain: push.domain,
    duration: 10,
    event_type: 315,
    interface: 'general_callback',
    label: finding.label,
    language_results: [],
    moan_results: [],
    path: push.app,
    recognition_results: [],
    request_id: `practice-${random.hex(16)}`,
    seq: random.int(1, 2 ** 32),
    speaker_results: [],
    status: 2,
    stream_id: push.stream,
    sub_label: finding.subLabel,
    suggestion: finding.suggestion,
    task_id: random.int(10_000, 99_999),
    text_results: [
      {
        HitInfos: [
          {
            Keyword: finding.keyword,
            LibName: 'PracticeWords',
            Positions: [{ Start: spoken.indexOf(finding.keyword), End: spoken.indexOf(finding.keyword) + 8 }],
            Type: 'Keyword',
          },
        ],
        Keywords: [finding.keyword],
        Label: finding.label,
        LibId: '',
        LibName: '',
        LibType: 0,
        Score: score,
        SubLabel: finding.subLabel,
        Suggestion: finding.suggestion,
      },
    ],
  }
}
