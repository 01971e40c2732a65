/** What is managed in the cloud for the active account: domains, templates, bindings. */
import type { AddressHistory } from '../address/history.ts'
import { type Bindings, createBindings } from '../binding/bindings.ts'
import { createEffects, type Effects } from '../binding/effects.ts'
import type { Config } from '../config/config.ts'
import { createNewKeys } from '../config/new-keys.ts'
import { createDomains, type Domains } from '../domain/domains.ts'
import type { Moves } from '../move/move.ts'
import type { Plans } from '../plan/plans.ts'
import { createBindingChangesTable } from '../store/binding-changes.ts'
import { createDomainTagsTable, type DomainTagsTable } from '../store/domain-tags.ts'
import { createKeyRotationsTable } from '../store/key-rotations.ts'
import { createRememberedUrlsTable, type RememberedUrlsTable } from '../store/remembered-urls.ts'
import { createDeskUrls } from '../template/desk-urls.ts'
import { makeKey } from '../template/make-key.ts'
import { createRotations, type Rotations } from '../template/rotations.ts'
import type { Tester } from '../template/send-test.ts'
import { createTemplates, type Templates } from '../template/templates.ts'
import { createAddressing } from './addressing.ts'
import { createConfiguring } from './configuring.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import { createPlanning } from './planning.ts'
import type { Reception } from './reception.ts'
import type { Streaming } from './streaming.ts'
import { createTesting } from './testing.ts'

export interface Subjects {
  readonly plans: Plans
  readonly config: Config
  readonly domains: Domains
  readonly templates: Templates
  readonly bindings: Bindings
  readonly effects: Effects
  readonly remembered: RememberedUrlsTable
  readonly rotations: Rotations
  readonly tester: Tester
  readonly history: AddressHistory
  readonly moves: Moves
  readonly domainTags: DomainTagsTable
}

export function createSubjects(
  ground: Ground,
  identity: Identity,
  reception: Reception,
  { enforcer }: Pick<Streaming, 'enforcer'>,
): Subjects {
  const { store, log, now, activity, changes } = ground
  const { active, callbackKeys, drift } = identity
  const { paths, slots, publicBase } = reception
  const deskUrls = createDeskUrls(paths, publicBase)
  const common = { requireAccount: active.require, record: activity.record, log, now }
  const remembered = createRememberedUrlsTable(store)
  const effects = createEffects({
    table: createBindingChangesTable(store),
    changed: () => changes.tell('bindings'),
    log,
    now,
  })
  const domainTags = createDomainTagsTable(store)
  const domains = createDomains({
    ...common,
    tagsTable: domainTags,
    tagsChanged: () => changes.tell('tags'),
    changed: () => changes.tell('domains'),
  })
  const bindings = createBindings({ requireAccount: active.require, effects, drift: drift.rules, now })
  const { history, moves } = createAddressing(ground, identity, { ...reception, deskUrls, templates: () => templates })
  const templates: Templates = createTemplates({
    ...common,
    slots,
    remembered,
    deskUrls,
    newSlot: paths.newSlot,
    learnKeys: callbackKeys.learn,
    seen: (account, { templates: found, rules }) =>
      moves.see(account, found, (id) => rules.filter(({ templateId }) => templateId === id).length),
    async unbind(rules, signal) {
      const wishes = rules.map(({ domain, app }) => ({ subject: 'rule' as const, domain, app, template: null }))
      const plan = await plans.make(wishes, signal)
      await plans.applyNow(plan.id)
    },
    changed: () => changes.tell('templates'),
  })
  const rotations = createRotations({
    requireAccount: active.require,
    change: templates.change,
    expect: callbackKeys.expect,
    table: createKeyRotationsTable(store),
    changed: () => changes.tell('templates'),
    log,
    now,
  })
  const newKeys = createNewKeys({ makeKey })
  const plans = createPlanning(ground, identity, { domains, templates, effects, enforcer, newKey: newKeys.take })
  const config = createConfiguring(ground, identity, { domains, templates, plans, newKeys, deskUrls, slots })
  const tester = createTesting(ground, identity, reception, { templates, deskUrls })
  return {
    domains,
    templates,
    tester,
    bindings,
    plans,
    config,
    effects,
    remembered,
    domainTags,
    rotations,
    history,
    moves,
  }
}
