/** The Activity page in its address: what is searched, the kind of change, how it ended, and the plan. */
import type { ActivityFilter } from '../../stores/activity.ts'
import { oneOf, type QueryValues, textOf, written } from '../query-values.ts'
import { kindsOf, type Subject, subjects } from './changes.ts'

export const outcomes = ['ok', 'failed', 'putBack'] as const

export interface ActivityQuery {
  readonly text: string
  readonly subject: Subject | null
  readonly outcome: (typeof outcomes)[number] | null
  /** Only what this plan has done. */
  readonly planId: string | null
}

export const noActivityQuery: ActivityQuery = { text: '', subject: null, outcome: null, planId: null }

/** The lengths are those the desk takes. */
export const readActivityQuery = (query: QueryValues): ActivityQuery => ({
  text: textOf(query, 'q').slice(0, 200),
  subject: oneOf(query, 'what', subjects),
  outcome: oneOf(query, 'outcome', outcomes),
  planId: textOf(query, 'plan').slice(0, 100) || null,
})

export const writeActivityQuery = ({ text, subject, outcome, planId }: ActivityQuery): Record<string, string> =>
  written({ q: text, what: subject, outcome, plan: planId })

export const activityFilter = ({ text, subject, outcome, planId }: ActivityQuery): ActivityFilter => ({
  kinds: subject === null ? [] : kindsOf(subject),
  outcome,
  text,
  planId,
})
