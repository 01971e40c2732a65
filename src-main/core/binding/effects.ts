/**
 * Whether a change of binding has reached the edge: 5–10 minutes after it (css-api, section 11), or sooner
 * when the first event under the new template proves it. Kept in the store, so that it survives a restart.
 */
import type { Effect } from '../../contract/bindings.ts'
import { isProven, type Trust } from '../../contract/events.ts'
import { effectTimes } from '../effect-time.ts'
import type { Log } from '../log.ts'
import type { BindingChange, BindingChangesTable } from '../store/binding-changes.ts'
import { longestTimerMs } from '../timer.ts'

/** What an event must tell to prove a binding. */
export interface Proof {
  readonly id: number
  readonly accountId: string | null
  readonly templateId: number | null
  readonly domain: string | null
  readonly app: string | null
  readonly trust: Trust
  readonly receivedAt: number
}

/** A binding under which nothing is heard of a stream that is on air. */
export interface SilentBinding {
  readonly domain: string
  readonly app: string
  readonly stream: { readonly app: string; readonly stream: string }
  readonly since: number
}

export interface Effects {
  /** A change was made just now. `timeScale` is how much faster the (practice) cloud runs. */
  note(change: Pick<BindingChange, 'accountId' | 'domain' | 'app' | 'templateId'>, timeScale: number): void
  of(accountId: string, rule: { domain: string; app: string; templateId: number }): Effect
  /** Rules this desk removed whose old template may still fire. */
  unbound(accountId: string): { domain: string; app: string; effect: Effect }[]
  observe(events: readonly Proof[]): void
  /** Which bindings of the account are silent now; the others are not. */
  noteSilent(accountId: string, silent: readonly SilentBinding[]): void
  forget(accountId: string): void
  close(): void
}

export const noEffect: Effect = {
  state: 'unknown',
  changedAt: null,
  expectedFrom: null,
  expectedBy: null,
  since: null,
  provenByEvent: null,
}

export function createEffects({
  table,
  changed,
  log,
  now,
}: {
  table: BindingChangesTable
  changed: () => void
  log: Log
  now: () => number
}): Effects {
  const keyOf = (accountId: string, domain: string, app: string) => JSON.stringify([accountId, domain, app])
  const accountPrefix = (accountId: string) => JSON.stringify([accountId]).slice(0, -1)
  const changes = new Map(table.all().map((each) => [keyOf(each.accountId, each.domain, each.app), each]))
  const silences = new Map<string, SilentBinding>()
  let timer: NodeJS.Timeout | null = null

  const effectOf = (change: BindingChange): Effect => {
    const { changedAt, expectedFrom, expectedBy } = change
    const since = change.since ?? (now() >= expectedBy ? expectedBy : null)
    const state = since === null ? 'pending' : 'inEffect'
    return { state, changedAt, expectedFrom, expectedBy, since, provenByEvent: change.provenBy }
  }

  const put = (change: BindingChange) => {
    changes.set(keyOf(change.accountId, change.domain, change.app), change)
    try {
      table.put(change)
    } catch (error) {
      log.error('a binding’s state could not be stored; a restart will not know of it', { error })
    }
  }

  /** Tells the windows when the next change takes effect by time alone. */
  function wakeAtNext(): void {
    if (timer) clearTimeout(timer)
    const waiting = [...changes.values()].filter((each) => each.since === null && each.expectedBy > now())
    if (waiting.length === 0) return
    const next = Math.min(...waiting.map(({ expectedBy }) => expectedBy))
    timer = setTimeout(
      () => {
        changed()
        wakeAtNext()
      },
      Math.min(next - now(), longestTimerMs),
    )
    timer.unref()
  }

  function prove(event: Proof): boolean {
    if (event.accountId === null || event.domain === null || event.templateId === null) return false
    const { accountId, domain, templateId } = event
    const under = (app: string) => {
      const change = changes.get(keyOf(accountId, domain, app))
      return change?.templateId === templateId ? change : null
    }
    // An app's own rule wins over the domain's, so that its events say nothing about the other.
    const change = (event.app ? under(event.app) : null) ?? under('')
    if (!change || change.provenBy !== null || event.receivedAt < change.changedAt) return false
    put({ ...change, since: Math.min(event.receivedAt, change.expectedBy), provenBy: event.id })
    return true
  }

  /** Whatever arrives from the domain shows that the way is open. */
  function breakSilence({ accountId, domain, app }: Proof): boolean {
    if (silences.size === 0 || accountId === null || domain === null) return false
    return [
      silences.delete(keyOf(accountId, domain, app ?? '')),
      silences.delete(keyOf(accountId, domain, '')),
    ].includes(true)
  }

  wakeAtNext()
  return {
    note(change, timeScale) {
      const changedAt = now()
      put({
        ...change,
        changedAt,
        ...effectTimes(changedAt, timeScale),
        since: null,
        provenBy: null,
      })
      wakeAtNext()
    },
    of(accountId, { domain, app, templateId }) {
      const change = changes.get(keyOf(accountId, domain, app))
      const effect = change?.templateId === templateId ? effectOf(change) : noEffect
      const silence = silences.get(keyOf(accountId, domain, app))
      if (!silence || effect.state === 'pending') return effect
      const { app: streamApp, stream } = silence.stream
      return { ...effect, state: 'silent', silent: { app: streamApp, stream, since: silence.since } }
    },
    unbound(accountId) {
      return [...changes.values()]
        .filter((each) => each.accountId === accountId && each.templateId === null && each.expectedBy > now())
        .map((each) => ({ domain: each.domain, app: each.app, effect: effectOf(each) }))
    },
    observe(events) {
      const trusted = events.filter(isProven)
      const isBroken = trusted.map(breakSilence).includes(true)
      if (trusted.map(prove).includes(true) || isBroken) changed()
    },
    noteSilent(accountId, silent) {
      const mine = [...silences.keys()].filter((key) => key.startsWith(accountPrefix(accountId)))
      const found = new Map(silent.map((each) => [keyOf(accountId, each.domain, each.app), each]))
      const isNews = mine.length !== found.size || mine.some((key) => !found.has(key))
      for (const key of mine) silences.delete(key)
      for (const [key, each] of found) silences.set(key, each)
      if (isNews) changed()
    },
    forget(accountId) {
      for (const [key, change] of changes) if (change.accountId === accountId) changes.delete(key)
      for (const key of silences.keys()) if (key.startsWith(accountPrefix(accountId))) silences.delete(key)
      table.removeAccount(accountId)
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}
