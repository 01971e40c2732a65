/**
 * Where a binding stands right now. The host says when it last looked; between two looks time goes on, so a
 * change whose latest moment has passed counts as in effect here as well, as one that only time has proven.
 */
import type { Binding, Effect } from '../../../src-main/contract/bindings.ts'

export type Standing =
  | { readonly state: 'pending'; readonly leftMs: number; readonly from: number | null; readonly by: number }
  | { readonly state: 'inEffect'; readonly since: number | null; readonly provenByEvent: number | null }
  | { readonly state: 'drifted' }
  | { readonly state: 'unknown' }
  | { readonly state: 'silent'; readonly app: string; readonly stream: string; readonly since: number }

export function readEffect(effect: Effect, now: number): Standing {
  if (effect.state === 'silent' && effect.silent) return { state: 'silent', ...effect.silent }
  if (effect.state === 'unknown' || effect.state === 'drifted') return { state: effect.state }
  if (effect.state === 'inEffect')
    return { state: 'inEffect', since: effect.since, provenByEvent: effect.provenByEvent }
  const by = effect.expectedBy
  if (by === null) return { state: 'unknown' }
  if (now >= by) return { state: 'inEffect', since: by, provenByEvent: null }
  return { state: 'pending', leftMs: by - now, from: effect.expectedFrom, by }
}

/** Just unbound, and the old template may still fire. */
export const isUnbinding = (binding: Binding, now: number): boolean =>
  binding.templateId === null && readEffect(binding.effect, now).state === 'pending'

export interface Span {
  readonly unit: 'minutes' | 'seconds'
  readonly count: number
}

/** A waiting time as a person would say it: whole minutes, in the last one steps of five seconds. Never 0. */
export function sayTimeLeft(ms: number): Span {
  if (ms > 60_000) return { unit: 'minutes', count: Math.ceil(ms / 60_000) }
  return { unit: 'seconds', count: Math.max(5, Math.ceil(ms / 5_000) * 5) }
}

/** How long a change takes to reach the edge: 5 to 10 minutes (css-api, section 11), faster in practice. */
export function propagation(timeScale: number | null): Span & { readonly upTo: number } {
  const scale = timeScale ?? 1
  const [from, upTo] = [300 / scale, 600 / scale]
  return from >= 60
    ? { unit: 'minutes', count: Math.round(from / 60), upTo: Math.round(upTo / 60) }
    : { unit: 'seconds', count: Math.max(1, Math.round(from)), upTo: Math.max(1, Math.round(upTo)) }
}
