/**
 * Looks now and then without being asked, a few calls every five minutes while an account is in use: whether somebody
 * has changed the configuration (to read it is to notice, core/config/watch-cloud.ts), and whether a binding has gone
 * silent.
 */
import type { Binding } from '../../contract/bindings.ts'
import { AppError } from '../../contract/errors.ts'
import type { StreamRef } from '../../contract/streams.ts'
import type { ActiveAccount } from '../active-account.ts'
import { latestEffectMs } from '../effect-time.ts'
import { type Events, isReal } from '../events/events.ts'
import { createListenedTable } from '../store/listened.ts'
import type { OnAir } from '../stream/on-air.ts'
import { findSilent, type WatchedBinding } from '../stream/silence.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import type { Subjects } from './subjects.ts'

const minute = 60_000
const everyMs = 5 * minute
/** After a start or a switch: the windows that open then read most of it themselves. */
const firstMs = minute / 4
/** The practice cloud is on this machine, and its minutes are shorter. */
const practiceEveryMs = 15_000
const practiceGraceMs = 10_000
/** The desk notes every half minute that it listens. */
const listenedSlackMs = 1.5 * minute

export function startRounds(
  { store, log, now }: Pick<Ground, 'store' | 'log' | 'now'>,
  { active, isPracticeActive, onSwitch }: Identity,
  { domains, templates, bindings, effects }: Pick<Subjects, 'domains' | 'templates' | 'bindings' | 'effects'>,
  { onAir, events, roundMs }: { onAir: OnAir; events: Events; roundMs?: number | undefined },
): { close(): void } {
  const listened = createListenedTable(store)
  let timer: NodeJS.Timeout | null = null
  let isClosed = false

  const hasListened = (since: number) =>
    listened.within(since, now()).some(({ from, to }) => from <= since && to >= now() - listenedSlackMs)

  async function isHeard(account: ActiveAccount, { domain, app, stream }: StreamRef, since: number): Promise<boolean> {
    // Times of the cloud have whole seconds, and its clock may differ a little.
    const filter = { domain, stream, from: since - 5000 }
    const { rows } = await events.page(account.id, { filter, limit: 200 })
    return rows.some(
      (row) => row.stream === stream && (row.app ?? '') === app && row.trust !== 'recovered' && isReal(row),
    )
  }

  async function look(account: ActiveAccount): Promise<void> {
    const { signal } = account
    const [{ items: list }, { items: rules }] = await Promise.all([
      templates.list(signal),
      bindings.list(signal),
      domains.list(signal),
    ])
    const here = new Set(list.filter(({ toThisDesk }) => toThisDesk.includes('streamBegin')).map(({ id }) => id))
    const watched = rules.map((rule) => watch(rule, here, account.timeScale))
    if (!watched.some(({ isHere, effectiveFrom }) => isHere && effectiveFrom !== null))
      return effects.noteSilent(account.id, [])
    const { items: online } = await onAir.list(signal)
    const silent = await findSilent({
      bindings: watched,
      online,
      isHeard: (ref, since) => isHeard(account, ref, since),
      hasListened,
      graceMs: account.timeScale === 1 ? minute : practiceGraceMs,
      now: now(),
    })
    if (!signal.aborted) effects.noteSilent(account.id, silent)
  }

  async function check(): Promise<void> {
    try {
      await look(active.require())
    } catch (error) {
      // Nobody asked: the pages say themselves what they cannot read.
      if (!(error instanceof AppError)) log.error('a look at the cloud failed', { error })
    }
  }

  function schedule(ms: number): void {
    if (timer) clearTimeout(timer)
    if (isClosed) return
    timer = setTimeout(() => void check().finally(next), roundMs ?? ms)
    timer.unref()
  }
  const next = () => schedule(isPracticeActive() ? practiceEveryMs : everyMs)
  const begin = () => schedule(firstMs)

  onSwitch(begin)
  begin()
  return {
    close() {
      isClosed = true
      if (timer) clearTimeout(timer)
    },
  }
}

function watch(
  { domain, app, templateId, effect, createdAt, updatedAt }: Binding,
  here: ReadonlySet<number>,
  timeScale: number,
): WatchedBinding {
  const changedAt = updatedAt ?? createdAt ?? 0
  const isSettled = effect.state !== 'pending'
  return {
    domain,
    app,
    isHere: templateId !== null && here.has(templateId),
    effectiveFrom: isSettled ? (effect.expectedBy ?? changedAt + latestEffectMs / timeScale) : null,
  }
}
