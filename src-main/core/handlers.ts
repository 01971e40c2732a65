/** The contract's calls, a line each. */
import type { DeskInfo } from '../contract/desk.ts'
import type { DeskHandlers } from '../contract/index.ts'
import type { Accounts } from './account/accounts.ts'
import type { Vault } from './account/vault.ts'
import type { Activity } from './activity/activity.ts'
import type { AddressHistory } from './address/history.ts'
import type { Bindings } from './binding/bindings.ts'
import type { Config } from './config/config.ts'
import { createConfigHandlers } from './config/config-handlers.ts'
import type { Changes } from './desk/changes.ts'
import type { Desk } from './desk/desk.ts'
import type { Notices } from './desk/notices.ts'
import { watchStatus } from './desk/status.ts'
import type { Domains } from './domain/domains.ts'
import type { Events } from './events/events.ts'
import type { Storage } from './events/storage.ts'
import type { Health } from './health/health.ts'
import type { Moves } from './move/move.ts'
import { nothing } from './nothing.ts'
import type { Plans } from './plan/plans.ts'
import type { Practice } from './practice-control/practice.ts'
import type { SettingsStore } from './settings/settings.ts'
import type { Deliveries } from './stream/deliveries.ts'
import type { Enforcer } from './stream/enforce.ts'
import type { Streams } from './stream/streams.ts'
import type { Rotations } from './template/rotations.ts'
import type { Tester } from './template/send-test.ts'
import type { Templates } from './template/templates.ts'
import type { Ways } from './tunnel/ways.ts'

export interface HandlerParts {
  readonly info: Omit<DeskInfo, 'role'>
  readonly accounts: Accounts
  readonly vault: Vault
  readonly domains: Domains
  readonly templates: Templates
  readonly rotations: Rotations
  readonly tester: Tester
  readonly history: AddressHistory
  readonly moves: Moves
  /** Where the active account's cloud reaches this desk; null while there is no such address. */
  readonly publicBase: () => string | null
  readonly bindings: Bindings
  readonly plans: Plans
  readonly health: Health
  readonly streams: Streams
  readonly enforcer: Enforcer
  readonly config: Config
  readonly deliveries: Deliveries
  readonly events: Events
  readonly storage: Storage
  readonly activity: Activity
  readonly settings: SettingsStore
  readonly practice: Practice
  readonly ways: Ways
  readonly desk: Desk
  readonly alertCalls: Pick<DeskHandlers, 'alerts' | 'moderators'>
  readonly changes: Changes
  readonly notices: Notices
  /** Aborts when another account becomes active. */
  readonly accountSignal: () => AbortSignal
}

export function createHandlers(parts: HandlerParts): DeskHandlers {
  const { accounts, vault, domains, templates, bindings, plans, events, activity, settings, practice, ways } = parts
  const { desk, deliveries, enforcer, health, moves, streams } = parts
  const accountId = () => accounts.activeId()

  return {
    desk: {
      info: async (_input, { role }) => ({ ...parts.info, role }),
      status: (_input, { signal }) => watchStatus(desk.status, signal),
      changes: (_input, { signal }) => parts.changes.watch(signal),
      dismissNotice: async ({ id }) => nothing(parts.notices.dismiss(id)),
    },
    account: {
      list: async () => ({ accounts: accounts.list(), activeId: accountId(), vault: vault.status() }),
      save: (draft) => accounts.save(draft).finally(desk.noteVault),
      remove: ({ id }) => nothing(desk.removeAccount(id)),
      activate: ({ id }) => nothing(desk.activate(id)),
      test: (input, { signal }) => accounts.test(input, signal),
      unlock: ({ passphrase }) => desk.unlock(passphrase),
      setVaultMode: ({ mode, ...options }) => desk.setVaultMode(mode, options),
    },
    domains: {
      list: (_input, { signal }) => domains.list(signal),
      setEnabled: ({ name, enabled }) => nothing(domains.setEnabled(name, enabled)),
      tags: async () => ({ items: domains.tags() }),
      changeTags: async ({ domains: names, add, remove }) => ({ items: domains.changeTags(names, add, remove) }),
    },
    templates: {
      list: (_input, { signal }) => templates.list(signal),
      save: (draft, { signal }) => templates.save(draft, signal),
      rotateKey: ({ id }) => parts.rotations.rotate(id),
      rotations: async () => ({ items: parts.rotations.list(accountId()) }),
      remove: ({ id, unbind }, { signal }) => nothing(templates.remove(id, unbind, signal)),
      deskUrls: async ({ templateId }) => templates.deskUrls(templateId),
      sendTest: ({ templateId, group }, { signal }) => parts.tester.send(templateId, group, signal),
      repeatTest: ({ id }) => parts.tester.repeat(id),
    },
    health: {
      check: (_input, { signal }) => health.check(signal),
      fix: (wanted, { signal }) => nothing(health.fix(wanted, signal)),
    },
    bindings: { list: (_input, { signal }) => bindings.list(signal) },
    plans: {
      bind: ({ targets, templateId }, { signal }) => plans.bind(targets, templateId, signal),
      putBack: (what, { signal }) => plans.putBack(what, signal),
      remake: (what, { signal }) => plans.remake(what, signal),
      apply: (what, { signal }) => plans.apply(what, signal),
      cancel: async ({ planId }) => nothing(plans.cancel(planId)),
      runs: async () => plans.runs(),
      inspect: ({ planId }, { signal }) => plans.inspect(planId, signal),
      dismiss: async ({ planId }) => nothing(plans.dismiss(planId)),
    },
    streams: {
      onAir: (_input, { signal }) => streams.onAir(signal),
      state: (ref, { signal }) => enforcer.state(ref, signal),
      history: (question, { signal }) => streams.history(question, signal),
      blastRadius: ({ stream }, { signal }) => enforcer.blastRadius(stream, signal),
      bans: (_input, { signal }) => streams.bans(signal),
      enforcements: async () => ({ items: enforcer.list() }),
      cut: ({ reason, ...ref }) => enforcer.cut(ref, { reason }),
      ban: ({ reason, until, ...ref }) => enforcer.ban(ref, { reason, until }),
      resume: ({ reason, ...ref }) => enforcer.resume(ref, { reason }),
    },
    config: createConfigHandlers(parts.config),
    deliveries: {
      records: (question, { signal }) => deliveries.records(question, signal),
      gaps: async () => deliveries.gaps(),
      recover: (question, { signal }) => deliveries.recover(question, signal),
    },
    receiver: { prove: () => desk.prove() },
    address: {
      beats: async () => ({ beats: parts.history.beats(parts.publicBase()) }),
      move: async ({ refresh }, { signal }) => (refresh ? moves.refresh(signal) : moves.status()),
      startMove: ({ templateIds }, { signal }) => moves.start(templateIds, signal),
      putBack: () => moves.putBack(),
      dismissMove: async () => moves.dismiss(),
    },
    tunnel: {
      list: async () => ways.list(),
      save: (draft) => ways.save(draft),
      remove: ({ id }) => nothing(ways.remove(id)),
      activate: async ({ id }) => nothing(ways.activate(id)),
      release: async () => nothing(ways.release()),
      retry: async ({ id }) => nothing(ways.retry(id)),
      trustKey: async ({ id, hostKey }) => nothing(ways.trustKey(id, hostKey)),
      check: (draft, { signal }) => ways.check(draft, signal),
    },
    events: {
      tail: (input, { signal }) => events.tail(accountId(), input, AbortSignal.any([signal, parts.accountSignal()])),
      page: async (input) => events.page(accountId(), input),
      get: async ({ id }) => events.get(id),
      pin: async ({ id, pinned }) => nothing(desk.pinEvent(id, pinned)),
      histogram: (input) => events.histogram(accountId(), input),
      searchBodies: (input, { signal }) =>
        events.searchBodies(accountId(), input, AbortSignal.any([signal, parts.accountSignal()])),
      export: (input) => desk.exportEvents(input),
    },
    ...parts.alertCalls,
    activity: {
      page: async ({ filter, before, limit }) => activity.page({ account: accountId(), ...filter, before }, limit),
      export: ({ filter, format }) => activity.export({ account: accountId(), ...filter }, format),
    },
    settings: {
      get: async () => settings.get(),
      set: async (change) => desk.changeSettings(change),
    },
    storage: {
      status: () => parts.storage.status(),
      preview: (limits) => parts.storage.preview(limits),
    },
    practice: {
      start: ({ site, timeScale }) => practice.start(site, timeScale),
      status: () => practice.status(),
      setScenario: ({ scenario }) => practice.setScenario(scenario),
      changeAddress: () => practice.changeAddress(),
      stop: () => nothing(practice.stop()),
    },
  }
}
