/**
 * The kept ways to this desk and the one in use. What must hold: whoever follows the address learns the old one
 * with the new one, and the way in use before goes on answering until it is let go, so that templates can be
 * moved without a blind minute.
 */
import { randomUUID } from 'node:crypto'
import type { ActivityState } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import type { CheckItem, HostKey, TunnelStatus, Way, WayConfig, WayDraft } from '../../contract/tunnel.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Section } from '../profile.ts'
import { type CheckParts, checkWay } from './check.ts'
import { createRuns, type RunsParts } from './runs.ts'
import type { StoredWay, StoredWays } from './stored-ways.ts'
import type { WaySecrets } from './way-secrets.ts'
import { urlOf } from './way-url.ts'

export type BaseListener = (next: string | null, previous: string | null) => void

export interface Ways {
  list(): { ways: Way[]; activeId: string | null }
  save(draft: WayDraft): Promise<Way>
  remove(id: string): Promise<void>
  /** Switches; the way in use before goes on answering until `release`. null = none. */
  activate(id: string | null): void
  /** Lets the way that was in use before go. */
  release(): void
  /** Tries at once what waits or has stopped. */
  retry(id: string): void
  trustKey(id: string, hostKey: HostKey): void
  check(draft: WayDraft, signal: AbortSignal): AsyncGenerator<CheckItem>
  /** Where the world reaches the receiver; null while there is no such address. */
  publicBase(): string | null
  /** The hosts to answer to: those of the address in use, of the one before while it lives, of one being tried. */
  hosts(): string[]
  /** Where the receiver shall listen, besides loopback. */
  binds(): string[]
  /** Called after the public address has become another one. */
  onBaseChanged(listener: BaseListener): void
  status(): TunnelStatus
  /** Whether a heartbeat came back through the address in use: a tunnel that claims to be up but does not carry is opened anew. */
  beat(hasArrived: boolean): void
  /** Secrets can be read now that could not be before. */
  vaultOpened(): void
  /** The receiver listens on another port. */
  receiverMoved(): void
  /** Starts what is in use. */
  start(): void
  close(): Promise<void>
}

export interface WaysParts extends Omit<RunsParts, 'secretsOf' | 'changed'> {
  readonly section: Section<StoredWays>
  readonly secrets: WaySecrets
  readonly record: RecordActivity
  /** The list, the way in use or its address changed. */
  readonly changed: () => void
  readonly prove: CheckParts['prove']
  readonly listenAt: CheckParts['listenAt']
}

/** Former hosts that are still answered to: a quick tunnel that comes back has left its last address behind. */
const formerHosts = 3

export function createWays(parts: WaysParts): Ways {
  const { section, secrets, record, changed, log } = parts
  const listeners: BaseListener[] = []
  const trials = new Set<string>()
  let former: string[] = []
  let told = section.get().lastBase
  let isStarted = false
  let doubt = createDoubt()
  const runs = createRuns({ ...parts, secretsOf: secrets.of, changed: tell })

  const find = (id: string | null): StoredWay | null => section.get().kept.find((way) => way.id === id) ?? null
  const active = () => find(section.get().activeId)
  const previous = () => find(section.get().previousId)
  const shown = (way: StoredWay): Way => ({ ...way, secrets: secrets.names(way.id) })

  function get(id: string): StoredWay {
    const way = find(id)
    if (!way) throw new AppError('tunnel.unknown')
    return way
  }

  function publicBase(): string | null {
    const way = active()
    if (!way) return null
    // A tunnel whose address is new each time keeps the last one until the next is known.
    return urlOf(way.config) ?? runs.of(way.id)?.state().url ?? null
  }

  /** Says that the address is another one, if it is. One not known yet is no change. */
  function tell(): void {
    const base = publicBase()
    if (base === told || (base === null && active() !== null)) return
    const before = told
    told = base
    if (before !== null) former = [new URL(before).host, ...former].slice(0, formerHosts)
    if (base !== null) keepBase(base)
    for (const listener of listeners) listener(base, before)
    changed()
  }

  /** On a full disk whoever follows the address learns of it all the same; the next start tells them once more. */
  function keepBase(lastBase: string): void {
    try {
      section.set({ ...section.get(), lastBase })
    } catch (error) {
      log.warn('the public address could not be kept', { error })
    }
  }

  /** A quick tunnel that is down has no address any more that anything could still point to. */
  const isOfUse = ({ id, config }: StoredWay) => urlOf(config) !== null || runs.of(id)?.state().state === 'up'

  function write(change: Partial<StoredWays>): void {
    section.set({ ...section.get(), ...change })
    if (isStarted) runs.keep([active(), previous()].filter((way) => way !== null))
    tell()
    changed()
  }

  function put(way: StoredWay): void {
    const { kept, activeId } = section.get()
    const index = kept.findIndex(({ id }) => id === way.id)
    // The first way is in use at once: it is what the person came for.
    const isFirst = index < 0 && activeId === null
    write({ kept: index < 0 ? [...kept, way] : kept.with(index, way), ...(isFirst && { activeId: way.id }) })
  }

  return {
    list: () => ({ ways: section.get().kept.map(shown), activeId: section.get().activeId }),
    async save({ id, name, config, secrets: change }) {
      const old = id === undefined ? null : get(id)
      const way: StoredWay = { id: id ?? randomUUID(), name, config }
      await secrets.save(way.id, secrets.merged(id, change))
      put(way)
      if (Object.keys(change).length > 0) runs.renew(way.id)
      const after = { ...picture(way), ...secretPicture(change) }
      record({ kind: 'way.saved', target: name, account: null, before: old && picture(old), after })
      return shown(way)
    },
    async remove(id) {
      const way = get(id)
      await secrets.remove(id)
      const { kept, activeId, previousId } = section.get()
      write({
        kept: kept.filter((each) => each.id !== id),
        activeId: activeId === id ? null : activeId,
        previousId: previousId === id ? null : previousId,
      })
      record({ kind: 'way.removed', target: way.name, account: null, before: picture(way) })
    },
    activate(id) {
      const next = id === null ? null : get(id)
      const before = active()
      if (before?.id === next?.id) return
      doubt = createDoubt()
      write({ activeId: id, previousId: before && isOfUse(before) ? before.id : null })
      const names = { before: { way: before?.name ?? null }, after: { way: next?.name ?? null } }
      record({ kind: 'way.activated', target: next?.name ?? '', account: null, ...names })
    },
    release() {
      former = []
      if (section.get().previousId !== null) write({ previousId: null })
    },
    retry: (id) => runs.of(get(id).id)?.retry(),
    trustKey(id, hostKey) {
      const way = get(id)
      if (way.config.kind !== 'ssh') throw new AppError('tunnel.unknown')
      const before = { hostKey: way.config.hostKey?.fingerprint ?? null }
      put({ ...way, config: { ...way.config, hostKey } })
      record({
        kind: 'way.keyTrusted',
        target: way.name,
        account: null,
        before,
        after: { hostKey: hostKey.fingerprint },
      })
    },
    check: (draft, signal) =>
      checkWay(draft, signal, {
        ...parts,
        trials,
        secretsFor: () => secrets.merged(draft.id, draft.secrets),
        running: () => runs.holding(draft.config),
      }),
    publicBase,
    hosts() {
      const urls = [publicBase(), previous() && runs.stateOf(previous() as StoredWay).url]
      return [...new Set([...urls.flatMap((url) => (url ? [new URL(url).host] : [])), ...former, ...trials])]
    },
    binds() {
      const configs = [active(), previous()].map((way) => way?.config)
      const binds = configs.flatMap((config) => (config?.kind === 'own' ? [config.bind] : []))
      return [...new Set(binds)].filter((address) => address !== '127.0.0.1').sort()
    },
    onBaseChanged: (listener) => void listeners.push(listener),
    status() {
      const [now, before] = [active(), previous()]
      return { active: now && runs.stateOf(now), previous: before && runs.stateOf(before) }
    },
    beat(hasArrived) {
      const way = active()
      if (!way || !doubt.isGrounded(hasArrived, way.config)) return
      runs.of(way.id)?.suspect(new AppError('tunnel.silent'))
    },
    vaultOpened() {
      for (const way of [active(), previous()]) if (way) runs.of(way.id)?.retry()
    },
    receiverMoved: runs.receiverMoved,
    start() {
      isStarted = true
      runs.keep([active(), previous()].filter((way) => way !== null))
    },
    close: runs.close,
  }
}

/**
 * After how many missing heartbeats a tunnel is opened anew: two, and twice as many each time that did not help,
 * since the fault may lie behind it. A quick tunnel gets five, because opening it anew costs its address.
 */
function createDoubt() {
  const most = 10
  let misses = 0
  let factor = 1
  return {
    isGrounded(hasArrived: boolean, config: WayConfig): boolean {
      if (hasArrived) factor = 1
      misses = hasArrived ? 0 : misses + 1
      const isQuick = config.kind === 'cloudflared' && config.mode === 'quick'
      if (misses < Math.min(most, (isQuick ? 5 : 2) * factor)) return false
      misses = 0
      factor *= 2
      return true
    },
  }
}

function picture({ name, config: { kind, ...rest } }: StoredWay): ActivityState {
  const facts = Object.entries(rest).map(([key, value]) => [
    key,
    typeof value === 'object' && value !== null ? value.fingerprint : value,
  ])
  return { name, way: kind, ...Object.fromEntries(facts) }
}

/** Of secrets only that they were set or taken away. */
const secretPicture = (change: WayDraft['secrets']): ActivityState =>
  Object.fromEntries(Object.entries(change).map(([name, secret]) => [name, secret === null ? 'none' : 'set']))
