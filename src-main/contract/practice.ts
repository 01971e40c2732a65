/** The practice cloud: a CSS that runs on this machine. */
import { z } from 'zod'
import { Account } from './account.ts'
import { procedure } from './define.ts'
import { Site } from './sites.ts'

export const Scenario = z.enum(['calm', 'busy', 'flood', 'outage', 'wrongKey', 'flapping', 'rePush', 'deafEdge'])
export type Scenario = z.infer<typeof Scenario>

export const PracticeStatus = z.object({
  running: z.boolean(),
  scenario: Scenario,
  site: Site,
  /** Cloud minutes per real minute. */
  timeScale: z.number(),
  onAir: z.number().int(),
  delivered: z.number().int(),
  failed: z.number().int(),
})
export type PracticeStatus = z.infer<typeof PracticeStatus>

export const practiceGroup = {
  /** Starts it if needed, adds its account and makes that the active one. */
  start: procedure(
    z.strictObject({ site: Site.default('cn'), timeScale: z.number().min(1).max(600).default(20) }),
    Account,
    { role: 'operator' },
  ),
  status: procedure(z.strictObject({}), PracticeStatus, { role: 'viewer' }),
  setScenario: procedure(z.strictObject({ scenario: Scenario }), PracticeStatus, { role: 'operator' }),
  /** The practice cloud's way to this desk becomes another one, as a restarted tunnel's does; the former one stays for a while. */
  changeAddress: procedure(z.strictObject({}), z.object({ address: z.string() }), { role: 'operator' }),
  stop: procedure(z.strictObject({}), z.object({}), { role: 'operator' }),
}
