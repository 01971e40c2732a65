/** The desk's planner on a profile folder, without the receiver and what hangs on it. */

import { openGround } from '../../src-main/core/app/ground.ts'
import { createIdentity, type Identity } from '../../src-main/core/app/identity.ts'
import { createSubjects } from '../../src-main/core/app/subjects.ts'
import type { Host, SettingsFile } from '../../src-main/core/host.ts'
import { createLog } from '../../src-main/core/log.ts'
import type { Plans } from '../../src-main/core/plan/plans.ts'
import { createPaths } from '../../src-main/core/receiver/paths.ts'
import { createSlotsTable } from '../../src-main/core/store/slots.ts'
import { createFakeCipher } from '../fakes/cipher.ts'

export interface Planner extends Pick<Identity, 'accounts'> {
  readonly plans: Plans
  close(): Promise<void>
}

export interface PlannerOptions {
  readonly dataDir: string
  readonly settings: SettingsFile
  readonly cloudTimeoutMs: number
}

export async function openPlanner({ dataDir, settings, cloudTimeoutMs }: PlannerOptions): Promise<Planner> {
  const entry = new URL('file:///nowhere')
  const host: Host = {
    kind: 'headless',
    version: '0.0.0',
    dataDir,
    settings,
    cipher: createFakeCipher(),
    log: createLog(dataDir),
    writerEntry: entry,
    searchEntry: entry,
    startPractice: () => Promise.reject(new Error('the cloud of these tests is started by them')),
  }
  const ground = await openGround(host, Date.now)
  const identity = createIdentity(ground, cloudTimeoutMs)
  const paths = createPaths(ground.profile.receiverSecret)
  const { plans, effects } = createSubjects(ground, identity, {
    paths,
    slots: createSlotsTable(ground.store),
    publicBase: () => null,
  })
  return {
    plans,
    accounts: identity.accounts,
    async close() {
      await plans.close()
      identity.active.close()
      effects.close()
      ground.store.close()
    },
  }
}
