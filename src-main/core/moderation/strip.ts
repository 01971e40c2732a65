/** One alert of the film strip: what the body says beside the verdict, read when somebody looks at it. */
import type { Picture, StripItem, SubResult } from '../../contract/case-detail.ts'
import { number, objects, text } from '../receiver/fields.ts'
import { type JsonObject, readJsonObject } from '../receiver/json.ts'
import type { CaseAlert } from '../store/cases.ts'

export interface StripSources {
  /** The stored body; empty when the event is gone. */
  readonly body: (eventId: number) => Uint8Array
  readonly picture: (eventId: number) => Picture
}

const mostResults = 30
const mostNames = 10

export function createStrip({ body, picture }: StripSources): (alert: CaseAlert) => StripItem {
  return (alert) => {
    const read = bodyOf(body(alert.eventId))
    const { trust } = alert
    return {
      eventId: alert.eventId,
      kind: alert.kind,
      at: alert.at,
      receivedAt: alert.receivedAt,
      verdict: alert.verdict,
      score: alert.score,
      label: alert.label,
      subLabel: alert.subLabel,
      trust: trust === 'reused' ? 'ok' : trust,
      reused: trust === 'reused',
      picture: alert.kind === 'image' ? picture(alert.eventId) : null,
      results: resultsOf(read),
      text: text(read, 'ocrMsg', 'asr_text'),
      durationS: number(read, 'duration'),
    }
  }
}

function bodyOf(bytes: Uint8Array): JsonObject {
  const read = readJsonObject(bytes)
  return 'object' in read ? read.object : {}
}

/** The picture's address as it was sent; null when there is none. */
export function pictureAddress(bytes: Uint8Array): string | null {
  const { img } = bodyOf(bytes)
  return typeof img === 'string' && img.trim() !== '' ? img.trim() : null
}

const lists = ['labelResults', 'objectResults', 'ocrResults', 'libResults', 'text_results', 'moan_results'] as const

/** Findings of the classifiers (css-callbacks, 9.1 and 10); those that found nothing are left out. */
function resultsOf(body: JsonObject): SubResult[] {
  const found = lists.flatMap((list) => objects(body, list).map((result) => ({ list, result })))
  return found
    .filter(({ result }) => isHit(result))
    .slice(0, mostResults)
    .map(({ list, result }) => ({
      scene: text(result, 'Scene', 'scene') ?? list,
      label: text(result, 'Label', 'label') ?? '',
      subLabel: text(result, 'SubLabel', 'subLabel') ?? '',
      suggestion: text(result, 'Suggestion', 'suggestion') ?? '',
      score: number(result, 'Score', 'score'),
      names: namesOf(result),
    }))
}

const isHit = (result: JsonObject): boolean =>
  number(result, 'HitFlag') === 1 ||
  !['', 'pass'].includes((text(result, 'Suggestion', 'suggestion') ?? '').toLowerCase())

function namesOf(result: JsonObject): string[] {
  const own = ['Names', 'Keywords'].flatMap((list) => textsOf(result, list))
  const inner = objects(result, 'Details').flatMap((detail) => [
    ...textsOf(detail, 'Keywords'),
    ...[text(detail, 'Name', 'Value', 'Tag')].filter((name) => name !== null),
  ])
  return [...new Set([...own, ...inner])].slice(0, mostNames)
}

function textsOf(from: JsonObject, name: string): string[] {
  const value = from[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string' && each !== '').map(String) : []
}
