/** How an action of the API is written down: who may call it, how often, with what, and what it does. */
import type { Site } from '../../contract/sites.ts'
import type { Account } from '../account.ts'
import type { Addresses } from '../addresses.ts'
import type { Tier } from '../cam.ts'
import type { History } from '../history.ts'
import type { Fields, Values } from '../params.ts'
import type { CallbackRecords } from '../records.ts'
import type { Streams } from '../streams.ts'

/** What actions work on. */
export interface Cloud {
  readonly site: Site
  readonly now: () => number
  readonly account: Account
  readonly addresses: Addresses
  readonly streams: Streams
  readonly history: History
  readonly records: CallbackRecords
}

export interface Action {
  readonly tier: Tier
  /** Requests a second for the account (css-api, section 3). */
  readonly rate: number
  /** The only site that has it; absent = both. */
  readonly site?: Site
  readonly fields: Fields
  run(cloud: Cloud, values: Record<string, unknown>): Record<string, unknown>
}

/** Keeps the types of the fields and of the function together; the table holds them without. */
export function action<F extends Fields>(
  definition: Omit<Action, 'fields' | 'run'> & {
    readonly fields: F
    run(cloud: Cloud, values: Values<F>): Record<string, unknown>
  },
): Action {
  return definition as unknown as Action
}

export interface Paging {
  readonly PageNum: number
  readonly PageSize: number
}

/** The paging fields every paged answer has, and the items of the page. */
export function page<T>(items: readonly T[], { PageNum, PageSize }: Paging) {
  return {
    items: items.slice((PageNum - 1) * PageSize, PageNum * PageSize),
    paging: { PageNum, PageSize, TotalNum: items.length, TotalPage: Math.ceil(items.length / PageSize) },
  }
}
