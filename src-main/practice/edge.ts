/**
 * What the edge nodes use, as against what is configured: a change of a rule or template reaches them only
 * 5–10 cloud minutes later (css-api, section 11). The content is captured, so that editing a template
 * twice takes effect twice, in order.
 */
import { minute } from './options.ts'
import type { Random } from './random.ts'

export interface EdgeChange<T> {
  readonly key: string
  /** Epoch milliseconds from which the edge uses it. */
  readonly at: number
  /** null = nothing is bound any more. */
  readonly content: T | null
}

export interface Edge<T> {
  /** What the edge uses now for a key. */
  inEffect(key: string): T | null
  /** Makes `wanted` (key → content) the configuration; what differs from the last one goes on its way. */
  publish(wanted: ReadonlyMap<string, T>): void
}

/** `changes` is the state's own list and is kept up to date in place. */
export function createEdge<T>(
  changes: EdgeChange<T>[],
  { now, random, timeScale }: { now: () => number; random: Random; timeScale: number },
): Edge<T> {
  const ofKey = (key: string) => changes.filter((change) => change.key === key)

  const schedule = (key: string, content: T | null) => {
    const last = ofKey(key).at(-1)
    if (JSON.stringify(last?.content ?? null) === JSON.stringify(content)) return
    const at = now() + random.between([5 * minute, 10 * minute]) / timeScale
    changes.push({ key, at: Math.max(at, last?.at ?? 0), content: structuredClone(content) })
  }

  /** Of each key only what is in effect and what is still to come is of use. */
  const forgetPast = () => {
    const current = new Map<string, EdgeChange<T>>()
    for (const change of changes) if (change.at <= now()) current.set(change.key, change)
    const kept = changes.filter((change) => {
      if (change.at > now()) return true
      if (current.get(change.key) !== change) return false
      return change.content !== null || changes.some((other) => other.key === change.key && other.at > now())
    })
    changes.splice(0, changes.length, ...kept)
  }

  return {
    inEffect: (key) => {
      const past = ofKey(key).filter((change) => change.at <= now())
      return past.at(-1)?.content ?? null
    },
    publish: (wanted) => {
      const known = new Set(changes.map((change) => change.key))
      for (const key of new Set([...known, ...wanted.keys()])) schedule(key, wanted.get(key) ?? null)
      forgetPast()
    },
  }
}
