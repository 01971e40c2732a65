/** The account's configuration in two readings: as set (the state) and as the edge uses it by now. */
import { createEdge } from './edge.ts'
import type { Random } from './random.ts'
import { snapshotKey } from './seed.ts'
import type { Ban, CallbackTemplate, DomainRecord, SnapshotTemplate, State, StateStore } from './state.ts'

export interface Account {
  readonly state: State
  domain(name: string): DomainRecord | undefined
  isBanned(stream: string): boolean
  /** Bans that still hold; the others are forgotten. */
  bans(): readonly Ban[]
  /** The callback template the edge uses: an app's rule wins over the domain's (unconfirmed in the documents). */
  callbacksInEffect(domain: string, app: string): CallbackTemplate | null
  /** The snapshot template a push gets that starts now: the most specific rule wins. */
  snapshotsInEffect(domain: string, app: string, stream: string): SnapshotTemplate | null
  /** After every change of the state: saves it and sends it on its way to the edge. */
  commit(): void
}

const callbackKey = (domain: string, app: string) => JSON.stringify([domain, app])

export function openAccount(
  store: StateStore,
  clock: { now: () => number; random: Random; timeScale: number },
): Account {
  const state = store.data
  const callbacks = createEdge(state.callbackEdge, clock)
  const snapshots = createEdge(state.snapshotEdge, clock)

  const wantedCallbacks = () => {
    const wanted = new Map<string, CallbackTemplate>()
    for (const { domain, app, templateId } of state.callbackRules) {
      const template = state.callbackTemplates.find(({ id }) => id === templateId)
      if (template) wanted.set(callbackKey(domain, app), template)
    }
    return wanted
  }
  const wantedSnapshots = () => {
    const wanted = new Map<string, SnapshotTemplate>()
    for (const { domain, app, stream, templateId } of state.snapshotRules) {
      const template = state.snapshotTemplates.find(({ id }) => id === templateId)
      if (template) wanted.set(snapshotKey(domain, app, stream), template)
    }
    return wanted
  }
  const bans = () => {
    state.bans = state.bans.filter(({ expiresAt }) => expiresAt > clock.now())
    return state.bans
  }

  return {
    state,
    domain: (name) => state.domains.find((domain) => domain.name === name),
    // As a rule a ban works on the stream's name, whatever the domain (css-api, section 6).
    isBanned: (stream) => bans().some((ban) => ban.stream === stream),
    bans,
    callbacksInEffect: (domain, app) =>
      (app === '' ? null : callbacks.inEffect(callbackKey(domain, app))) ?? callbacks.inEffect(callbackKey(domain, '')),
    snapshotsInEffect: (domain, app, stream) =>
      snapshots.inEffect(snapshotKey(domain, app, stream)) ??
      snapshots.inEffect(snapshotKey(domain, '', stream)) ??
      snapshots.inEffect(snapshotKey(domain, app, '')) ??
      snapshots.inEffect(snapshotKey(domain, '', '')),
    commit: () => {
      callbacks.publish(wantedCallbacks())
      snapshots.publish(wantedSnapshots())
      store.save()
    },
  }
}
