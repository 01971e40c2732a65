/** How far a run has come, for any number of windows. A slow reader gets the latest of each item, not all of them. */
import type { PlanItem, PlanItemProgress, PlanRunState, PlanStep } from '../../contract/plans.ts'

export interface ProgressItem {
  readonly state: PlanRunState
  readonly items: PlanItemProgress[]
}

export interface Progress {
  readonly state: PlanRunState
  of(key: string): PlanItemProgress
  setState(state: PlanRunState): void
  change(key: string, change: Partial<Omit<PlanItemProgress, 'key'>>): void
  /** The next planned step, or one that was not planned, is under way. Answers its number within the item. */
  stepBegins(key: string, step: PlanStep): number
  stepEnds(key: string, index: number, error?: PlanItemProgress['error']): void
  /** No more comes; with an error when nothing was begun. */
  end(error?: unknown): void
  /** Everything at once, then what changes, until the end. */
  watch(signal: AbortSignal): AsyncGenerator<ProgressItem>
}

export function createProgress(items: readonly PlanItem[]): Progress {
  const all = new Map(items.map((item) => [item.key, untouched(item)]))
  const readers = new Set<{ changed: Set<string>; wake: () => void }>()
  let state: PlanRunState = 'waiting'
  let end: { error?: unknown } | null = null

  const of = (key: string): PlanItemProgress => {
    const found = all.get(key)
    if (!found) throw new Error(`no item ${key}`)
    return found
  }
  const wakeAll = () => {
    for (const reader of readers) reader.wake()
  }
  const change: Progress['change'] = (key, changed) => {
    all.set(key, { ...of(key), ...changed })
    for (const reader of readers) reader.changed.add(key)
    wakeAll()
  }

  return {
    get state() {
      return state
    },
    of,
    setState(next) {
      state = next
      wakeAll()
    },
    change,
    stepBegins(key, step) {
      const steps = [...of(key).steps]
      const next = steps.findIndex((each) => each.state === 'next')
      const index = next === -1 || step.action === 'putBackRule' ? steps.length : next
      steps[index] = { ...step, state: 'running' }
      change(key, { steps })
      return index
    },
    stepEnds(key, index, error) {
      const steps = of(key).steps.map((step, at) => {
        if (at !== index) return step
        return error ? { ...step, state: 'failed' as const, error } : { ...step, state: 'done' as const }
      })
      change(key, { steps })
    },
    end(error) {
      end = error === undefined ? {} : { error }
      wakeAll()
    },
    async *watch(signal) {
      const reader = { changed: new Set(all.keys()), wake: () => {} }
      const onAbort = () => reader.wake()
      readers.add(reader)
      signal.addEventListener('abort', onAbort)
      let seen: PlanRunState | null = null
      try {
        while (!signal.aborted) {
          if (end && 'error' in end) throw end.error
          if (reader.changed.size > 0 || state !== seen) {
            const changed = [...reader.changed].map(of)
            reader.changed.clear()
            seen = state
            yield { state, items: changed }
            continue
          }
          if (end) return
          await new Promise<void>((resolve) => {
            reader.wake = resolve
          })
        }
      } finally {
        readers.delete(reader)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}

const untouched = ({ key, steps, change }: PlanItem): PlanItemProgress => ({
  key,
  state: change === 'unchanged' || change === 'conflict' ? 'skipped' : 'waiting',
  steps: steps.map((step) => ({ ...step, state: 'next' })),
  error: null,
})
