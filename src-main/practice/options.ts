/** What a practice cloud is started with, and what is the same for every one of them. */
import type { Scenario } from '../contract/practice.ts'
import type { Site } from '../contract/sites.ts'
import type { Policy } from './cam.ts'

export interface PracticeCloudOptions {
  readonly site: Site
  /** Cloud minutes per real minute: divides every documented delay (propagation, retries, the 70 s rule). */
  readonly timeScale: number
  /** The only DNS this cloud knows: host name → "127.0.0.1:port". It never reaches beyond these addresses. */
  readonly resolve?: Readonly<Record<string, string>>
  /** Hosts taken as public when a callback URL is saved, although nothing answers there. */
  readonly publicHosts?: readonly string[]
  /** Where templates, rules, domains, snapshots, bans and the key survive a restart; absent = memory only. */
  readonly stateFile?: string
  /** Absent = the port of the last run if it is free, otherwise any. */
  readonly port?: number
  readonly scenario?: Scenario
  /** The temporary credentials' token that every call must then carry (X-TC-Token). */
  readonly token?: string
  /** The CAM policy attached to the key; by default everything is allowed. */
  readonly policy?: Policy
  /** PEM certificates trusted, beside Node's own, for https callback URLs. */
  readonly ca?: string
  readonly seed?: number
  /** Epoch milliseconds. Everything that is due is due by this clock. */
  readonly now?: () => number
}

/** The account's APPID, as bodies carry it. */
export const appId = 1_250_000_001
export const minute = 60_000
export const day = 24 * 60 * minute
