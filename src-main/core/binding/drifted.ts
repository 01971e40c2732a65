/** Bindings that somebody else has changed, among those the cloud lists. Pure. */
import type { Binding } from '../../contract/bindings.ts'
import { noEffect } from './effects.ts'

export interface BindingDrift {
  readonly domain: string
  /** '' = the whole domain. */
  readonly app: string
  /** The template that was known to be bound; null = none. */
  readonly was: number | null
  readonly lastKnownAt: number
  readonly noticedAt: number
}

/** Marks the bindings that drifted; one that somebody has removed is listed as well, without a template. */
export function withDrift(bindings: readonly Binding[], drifts: readonly BindingDrift[]): Binding[] {
  const left = new Map(drifts.map((drift) => [idOf(drift), drift]))
  const mark = (binding: Binding): Binding => {
    const drift = left.get(idOf(binding))
    if (!drift) return binding
    left.delete(idOf(binding))
    const { was, lastKnownAt, noticedAt } = drift
    return { ...binding, effect: { ...binding.effect, state: 'drifted' }, drift: { was, lastKnownAt, noticedAt } }
  }
  const known = bindings.map(mark)
  return [...known, ...[...left.values()].map((drift) => mark(unbound(drift)))]
}

const idOf = ({ domain, app }: { domain: string; app: string }) => JSON.stringify([domain, app])

const unbound = ({ domain, app }: BindingDrift): Binding => ({
  domain,
  app,
  templateId: null,
  createdAt: null,
  updatedAt: null,
  effect: noEffect,
})
