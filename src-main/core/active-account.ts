/** What the subjects of the core get to know of the account they work for. */
import type { Site } from '../contract/sites.ts'
import type { Cloud } from './cloud/cloud.ts'

export interface ActiveAccount {
  readonly id: string
  readonly site: Site
  /** Cloud minutes per real minute; 1 for a real account. */
  readonly timeScale: number
  readonly cloud: Cloud
  /** Aborts when another account becomes active: for reading only. */
  readonly signal: AbortSignal
  /** Runs a change that must not be cut off in the middle, not even by a switch of accounts. */
  hold<T>(change: () => Promise<T>): Promise<T>
}

/** Throws `account.none` and whatever keeps the account from being used now. */
export type RequireAccount = () => ActiveAccount
