/** The desk's planner on a profile folder, with all that it changes and without the receiver and what hangs on it. */
import { openGround } from '../../src-main/core/app/ground.ts'
import { createIdentity, type Identity } from '../../src-main/core/app/identity.ts'
import { createPlanning } from '../../src-main/core/app/planning.ts'
import { createEffects } from '../../src-main/core/binding/effects.ts'
import { createDomains } from '../../src-main/core/domain/domains.ts'
import type { Host, SettingsFile } from '../../src-main/core/host.ts'
import { createLog } from '../../src-main/core/log.ts'
import type { Plans } from '../../src-main/core/plan/plans.ts'
import { createPaths } from '../../src-main/core/receiver/paths.ts'
import { createBindingChangesTable } from '../../src-main/core/store/binding-changes.ts'
import { createDomainTagsTable } from '../../src-main/core/store/domain-tags.ts'
import { createRememberedUrlsTable } from '../../src-main/core/store/remembered-urls.ts'
import { createSlotsTable } from '../../src-main/core/store/slots.ts'
import { createStreamBansTable } from '../../src-main/core/store/stream-bans.ts'
import { createBans } from '../../src-main/core/stream/bans.ts'
import { createEnforcer } from '../../src-main/core/stream/enforce.ts'
import { createDeskUrls } from '../../src-main/core/template/desk-urls.ts'
import { createTemplates } from '../../src-main/core/template/templates.ts'
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

const notHere = () => Promise.reject(new Error('no part of these tests'))

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
    notify: () => {},
    startPractice: notHere,
  }
  const ground = await openGround(host, Date.now)
  const identity = createIdentity(ground, cloudTimeoutMs)
  const { store, log, now, activity, profile } = ground
  const paths = createPaths(profile.receiverSecret)
  const changed = () => {}
  const common = { requireAccount: identity.active.require, record: activity.record, changed, log, now }
  const effects = createEffects({ table: createBindingChangesTable(store), changed, log, now })
  const domains = createDomains({ ...common, tagsTable: createDomainTagsTable(store), tagsChanged: changed })
  const templates = createTemplates({
    ...common,
    slots: createSlotsTable(store),
    remembered: createRememberedUrlsTable(store),
    deskUrls: createDeskUrls(paths, () => null),
    newSlot: paths.newSlot,
    learnKeys: identity.callbackKeys.learn,
    seen: () => {},
    unbind: notHere,
  })
  const bans = createBans({ ...common, table: createStreamBansTable(store) })
  const enforcer = createEnforcer({ ...common, bans, actor: ground.actor })
  const plans = createPlanning(ground, identity, {
    domains,
    templates,
    effects,
    enforcer,
    newKey: () => '',
  })
  return {
    plans,
    accounts: identity.accounts,
    async close() {
      await plans.close()
      enforcer.close()
      identity.active.close()
      effects.close()
      store.close()
    },
  }
}
