/**
 * Verdict, score and label of a moderation alert, the same for every form of the body the documents have
 * had (css-callbacks, 9.1–9.5 and 10). When in doubt the verdict is Review: a person looks.
 */
import type { Verdict } from '../../contract/events.ts'
import { number, numbers, objects, text } from './fields.ts'
import type { JsonObject } from './json.ts'

export interface Moderation {
  readonly verdict: Verdict
  /** 0–100 as sent. */
  readonly score: number | null
  readonly label: string | null
}

/** Names for `type` numbers of bodies without a label: the documents' first column (css-callbacks, 9.2). */
const typeNames = ['Normal', 'Porn', 'Sexy', 'Political', 'Illegal', 'Terror']

/** All scores of the old and middle forms but normalScore, which says how harmless the picture is. */
const partScores = ['hot', 'porn', 'terror', 'polity', 'illegal', 'similar', 'abuse', 'teenager', 'ad', 'custom']

export function judgePicture(body: JsonObject): Moderation {
  const types = numbers(body, 'type')
  const type = types.find((one) => one !== 0) ?? types[0]
  return {
    verdict: suggestion(body) ?? (isAbductionRisk(body) ? 'Block' : types.includes(0) ? 'Pass' : 'Review'),
    score: pictureScore(body),
    label: text(body, 'label', 'Label') ?? (type === undefined ? null : (typeNames[type] ?? 'Other')),
  }
}

export function judgeAudio(body: JsonObject): Moderation {
  return {
    verdict: suggestion(body) ?? (number(body, 'HitFlag') === 0 ? 'Pass' : 'Review'),
    score: number(body, 'Score', 'score'),
    label: text(body, 'label', 'Label'),
  }
}

function suggestion(body: JsonObject): Verdict | null {
  const given = text(body, 'suggestion', 'Suggestion')?.toLowerCase()
  return (['Block', 'Review', 'Pass'] as const).find((verdict) => verdict.toLowerCase() === given) ?? null
}

/** Levels 3 and 4 are malicious (css-callbacks, 9.4). */
const isAbductionRisk = (body: JsonObject) =>
  objects(body, 'abductionRisk').some((risk) => (number(risk, 'level') ?? 0) >= 3)

/** The documents' samples spell score as `socre`. A confidence of 0 beside a high part score says nothing. */
function pictureScore(body: JsonObject): number | null {
  const [score] = numbers(body, 'score', 'socre')
  if (score !== undefined) return score
  const confidence = number(body, 'confidence')
  if (confidence) return confidence
  const parts = partScores.map((part) => number(body, `${part}Score`)).filter((part) => part !== null)
  return parts.length > 0 ? Math.max(...parts) : confidence
}
