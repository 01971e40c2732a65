/**
 * What the alerts of a case add up to. Adding is commutative and a duplicate is never added, so a case looks the
 * same in whatever order its alerts came; a flood of ten thousand costs no more than its numbers.
 */
import type { CaseRow } from '../../contract/cases.ts'
import { isProven, Trust, type Verdict } from '../../contract/events.ts'
import type { CaseAlert } from '../store/cases.ts'

export interface Worst {
  readonly verdict: Verdict
  /** 0–100; what is missing or impossible counts as 100. */
  readonly weight: number
}

export interface Tally {
  readonly alerts: number
  readonly pictures: number
  readonly audios: number
  readonly blocks: number
  readonly trusts: CaseRow['trusts']
  /** The alert that weighs most; of equal ones the earliest. */
  readonly worst: Ranked & {
    readonly score: number | null
    readonly label: string | null
    readonly subLabel: string | null
  }
  /** The same among those with a picture. */
  readonly picture: Ranked | null
  /** By label ('' = none) the worst of it. */
  readonly labels: Readonly<Record<string, Worst>>
  /** The worst verdict is that of a verified alert. */
  readonly isVerified: boolean
  readonly verified: Verdict | null
}

/** More different labels than anybody can read are not told apart. */
const mostLabels = 50
const ranks: Readonly<Record<Verdict, number>> = { Pass: 0, Review: 1, Block: 2 }

const weightOf = (score: number | null): number => (score === null || score < 0 || score > 100 ? 100 : score)

/** Positive when `a` is worse. */
export const compareWorst = (a: Worst, b: Worst): number => ranks[a.verdict] - ranks[b.verdict] || a.weight - b.weight

type Ranked = Worst & { readonly at: number; readonly eventId: number; readonly words: string }

/** Of equal ones what they say decides, and only then the id, which depends on the order they came in. */
const outranks = (a: Ranked, b: Ranked): boolean => {
  const decided = compareWorst(a, b) || b.at - a.at
  if (decided !== 0) return decided > 0
  return a.words === b.words ? a.eventId < b.eventId : a.words < b.words
}

export function tallyOf(alert: CaseAlert): Tally {
  const worst = {
    verdict: alert.verdict,
    weight: weightOf(alert.score),
    score: alert.score,
    label: alert.label,
    subLabel: alert.subLabel,
    at: alert.at,
    eventId: alert.eventId,
    words: JSON.stringify([alert.score, alert.label, alert.subLabel]),
  }
  const { verdict, weight, at, eventId, words } = worst
  const isVerified = isProven(alert)
  // Alerts are not among the events that can be recovered.
  const grades = Trust.options.filter((grade) => grade !== 'recovered')
  const noTrusts = { ...Object.fromEntries(grades.map((grade) => [grade, 0])), reused: 0 } as CaseRow['trusts']
  return {
    alerts: 1,
    pictures: alert.kind === 'image' ? 1 : 0,
    audios: alert.kind === 'audio' ? 1 : 0,
    blocks: verdict === 'Block' ? 1 : 0,
    trusts: { ...noTrusts, [alert.trust]: 1 },
    worst,
    picture: alert.hasPicture ? { verdict, weight, at, eventId, words } : null,
    labels: { [alert.label ?? '']: { verdict, weight } },
    isVerified,
    verified: isVerified ? verdict : null,
  }
}

export function addTallies(a: Tally, b: Tally): Tally {
  const worst = outranks(b.worst, a.worst) ? b.worst : a.worst
  const verified = worseVerdict(a.verified, b.verified)
  return {
    alerts: a.alerts + b.alerts,
    pictures: a.pictures + b.pictures,
    audios: a.audios + b.audios,
    blocks: a.blocks + b.blocks,
    trusts: Object.fromEntries(
      Object.entries(a.trusts).map(([grade, count]) => [grade, count + b.trusts[grade as keyof CaseRow['trusts']]]),
    ) as CaseRow['trusts'],
    worst,
    picture:
      a.picture && b.picture ? (outranks(b.picture, a.picture) ? b.picture : a.picture) : (a.picture ?? b.picture),
    labels: addLabels(a.labels, b.labels),
    isVerified: verified === worst.verdict,
    verified,
  }
}

export const tallyAll = (alerts: readonly CaseAlert[]): Tally => alerts.map(tallyOf).reduce(addTallies)

const worseVerdict = (a: Verdict | null, b: Verdict | null): Verdict | null =>
  a === null || (b !== null && ranks[b] > ranks[a]) ? b : a

function addLabels(a: Tally['labels'], b: Tally['labels']): Tally['labels'] {
  let added: Record<string, Worst> | null = null
  for (const [label, worst] of Object.entries(b)) {
    const known = (added ?? a)[label]
    if (known ? compareWorst(worst, known) <= 0 : Object.keys(added ?? a).length >= mostLabels) continue
    added = Object.assign(Object.create(null) as Record<string, Worst>, added ?? a)
    added[label] = worst
  }
  return added ?? a
}

/** The labels of a case, worst first. */
export const labelsOf = ({ labels }: Tally): string[] =>
  Object.entries(labels)
    .filter(([label]) => label !== '')
    .sort(([nameA, a], [nameB, b]) => compareWorst(b, a) || (nameA < nameB ? -1 : 1))
    .map(([label]) => label)

/** So much more of a score makes an alert worse than what was decided on. */
const worseByScore = 10

/**
 * Whether a case that was decided as harmless must be looked at again: a worse verdict than any before, a clearly
 * higher score, or a kind of content that was not there and weighs no less. More of the same does not count.
 */
export function isWorse(now: Tally, then: Tally): boolean {
  if (ranks[now.worst.verdict] > ranks[then.worst.verdict]) return true
  if (now.worst.verdict === then.worst.verdict && now.worst.weight >= then.worst.weight + worseByScore) return true
  return Object.entries(now.labels).some(
    ([label, worst]) => !(label in then.labels) && ranks[worst.verdict] >= ranks[then.worst.verdict],
  )
}
