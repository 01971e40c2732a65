/** Image moderation in its three forms since 2019 (css-callbacks, section 9) and audio moderation (10). */
import { audioStates, categories, hitKinds, labels, oldCategories, verdicts } from '../codes.ts'
import { pick } from '../json.ts'
import { type Entry, field, group, inline, type Spec, section } from '../spec.ts'
import { code, coded, link, milliseconds, number, type Reader, seconds, text, time, yesNo } from '../value.ts'
import { streamByApp } from './common.ts'

const verdict = coded(verdicts, { showCode: false })
const label = coded(labels, { showCode: false })
/** The detector's own sub-label is what its documentation and the account manager speak of. */
const subLabel = coded(labels)

/** What a category number means depends on the body's age; the old form has no verdict, only single scores. */
const category: Reader = (value, body) => {
  const isOld = pick(body, 'suggestion') === undefined && pick(body, 'confidence') !== undefined
  const read = coded(isOld ? oldCategories : categories)(value, body)
  return read.is === 'word' ? read : { is: 'word', word: 'value.category', params: { type: String(value) } }
}

/** `Label` in the samples, `label` in the documents: both spellings of every key. */
const bothCases = (entries: readonly Entry[]): readonly Entry[] =>
  entries.flatMap((entry) => [entry, { ...entry, key: entry.key.charAt(0).toLowerCase() + entry.key.slice(1) }])

const location = group(
  'Location',
  'location',
  bothCases([
    field('X', 'x', number),
    field('Y', 'y', number),
    field('Width', 'width', number),
    field('Height', 'height', number),
    field('Rotate', 'rotation', number),
  ]),
)

const details = group(
  'Details',
  'details',
  bothCases([
    field('Name', 'name', subLabel),
    field('Label', 'label', label),
    field('Text', 'text', text),
    field('Value', 'value', text),
    field('Score', 'score', number),
    field('Keywords', 'keywords', text),
    field('Tag', 'tag', text),
    field('ImageId', 'imageId', code),
    field('Id', 'id', code),
    location,
  ]),
)

const result = bothCases([
  field('Scene', 'scene', label),
  field('HitFlag', 'hit', yesNo),
  field('Suggestion', 'suggestion', verdict),
  field('Label', 'label', label),
  field('SubLabel', 'subLabel', subLabel),
  field('Score', 'score', number),
  field('Text', 'text', text),
  field('Names', 'names', text),
  details,
])

export const imageModeration: Spec = [
  section(
    'verdict',
    field('suggestion', 'suggestion', verdict),
    field('label', 'label', label),
    field('Label', 'label', label),
    field('subLabel', 'subLabel', subLabel),
    field('SubLabel', 'subLabel', subLabel),
    field('score', 'score', number),
    field('socre', 'score', number),
    field('type', 'category', category),
    field('ocrMsg', 'recognisedText', text),
  ),
  section(
    'results',
    group('labelResults', 'labelResults', result, 'Scene'),
    group('objectResults', 'objectResults', result, 'Scene'),
    group('ocrResults', 'ocrResults', result, 'Scene'),
    group('libResults', 'libResults', result, 'Scene'),
  ),
  section(
    'scores',
    field('confidence', 'confidence', number),
    field('pornScore', 'pornScore', number),
    field('hotScore', 'hotScore', number),
    field('normalScore', 'normalScore', number),
    field('polityScore', 'politicalScore', number),
    field('illegalScore', 'illegalScore', number),
    field('terrorScore', 'terrorScore', number),
    field('abuseScore', 'abuseScore', number),
    field('teenagerScore', 'minorScore', number),
    field('adScore', 'adScore', number),
    field('customScore', 'customScore', number),
    field('similarScore', 'similarScore', number),
    field('level', 'pictureLevel', number),
    field('tid', 'strategy', code),
    group('abductionRisk', 'risks', [field('level', 'risk', number), field('type', 'riskType', code)]),
    group('faceDetails', 'faces', [
      field('gender', 'gender', number),
      field('age', 'age', number),
      field('expression', 'expression', number),
      field('beauty', 'beauty', number),
      field('x', 'x', number),
      field('y', 'y', number),
      field('width', 'width', number),
      field('height', 'height', number),
    ]),
    group('gameDetails', 'games', [
      field('battlegrounds', 'battlegrounds', text),
      group('gameList', 'gameList', [field('name', 'name', text), field('confidence', 'confidence', number)]),
    ]),
  ),
  section(
    'picture',
    field('screenshotTime', 'takenAt', time),
    field('sendTime', 'sentAt', time),
    field('img', 'pictureUrl', link),
  ),
  streamByApp,
]

const span = [field('StartTime', 'from', text), field('EndTime', 'to', text)]
const sound = [
  field('Label', 'label', label),
  field('SubLabel', 'subLabel', subLabel),
  field('Suggestion', 'suggestion', verdict),
  field('Score', 'score', number),
  ...span,
]

const textResult = [
  field('Label', 'label', label),
  field('SubLabel', 'subLabel', subLabel),
  field('Suggestion', 'suggestion', verdict),
  field('Score', 'score', number),
  field('Keywords', 'keywords', text),
  field('LibName', 'library', text),
  field('LibId', 'libraryId', code),
  field('LibType', 'libraryType', code),
  group('HitInfos', 'hits', [
    field('Type', 'hitKind', coded(hitKinds, { showCode: false })),
    field('Keyword', 'keyword', text),
    field('LibName', 'library', text),
    group('Positions', 'positions', [field('Start', 'from', number), field('End', 'to', number)]),
  ]),
]

export const audioModeration: Spec = [
  section(
    'verdict',
    field('suggestion', 'suggestion', verdict),
    field('label', 'label', label),
    field('sub_label', 'subLabel', subLabel),
    field('SubTag', 'subTag', text),
    field('Score', 'score', number),
    field('HitFlag', 'hit', yesNo),
  ),
  section(
    'speech',
    field('asr_text', 'speech', text),
    field('duration', 'slice', seconds),
    group('text_results', 'textResults', textResult),
    group('moan_results', 'moanResults', sound),
    group('language_results', 'languageResults', sound),
    group('speaker_results', 'speakerResults', sound),
    group('recognition_results', 'recognitionResults', [
      field('Label', 'label', label),
      group('Tags', 'tags', [
        field('Name', 'name', text),
        field('Score', 'score', number),
        field('StartTime', 'from', milliseconds),
        field('EndTime', 'to', milliseconds),
      ]),
    ]),
    inline('data', 'audioSlices', [
      group('asr_tmp_full_results', 'audioSlices', [
        field('appearing_point', 'inStream', number),
        field('periods', 'period', text),
        field('confidence', 'confidence', number),
        field('url', 'audioUrl', link),
        field('create_time', 'createdAt', time),
        field('id', 'id', code),
      ]),
    ]),
    field('cdn_url', 'audioUrl', link),
  ),
  section('task', field('status', 'status', coded(audioStates))),
]
