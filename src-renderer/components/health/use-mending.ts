/** Mending one link, and the check after it. It outlives the fix, which is gone as soon as a check finds the link in order. */
import { type Ref, ref, type ShallowRef } from 'vue'
import type { AppError } from '../../../src-main/contract/errors.ts'
import type { HealthFix } from '../../../src-main/contract/health.ts'
import { useAction } from '../../composables/use-action.ts'
import { useHealthStore } from '../../stores/health.ts'

export interface Mending {
  run(domain: string, kind: HealthFix, choice: number | null): Promise<unknown>
  /** null before the first try and after one that failed. */
  readonly phase: Readonly<Ref<'mending' | 'checking' | 'done' | null>>
  readonly isBusy: Readonly<Ref<boolean>>
  readonly error: ShallowRef<AppError | null>
  /** Another link is looked at. */
  forget(): void
}

export function useMending(): Mending {
  const health = useHealthStore()
  const phase = ref<'mending' | 'checking' | 'done' | null>(null)
  let looks = 0

  const action = useAction(async (domain: string, kind: HealthFix, choice: number | null) => {
    const look = looks
    const enter = (next: 'mending' | 'checking' | 'done' | null) => {
      if (look === looks) phase.value = next
    }
    enter('mending')
    try {
      await health.mend(domain, kind, choice)
      enter('checking')
      await health.list.refresh()
      enter('done')
    } catch (error) {
      enter(null)
      // A refusal says that what is shown is not how things are.
      void health.list.refresh()
      throw error
    }
  })

  return {
    run: action.run,
    phase,
    isBusy: action.isBusy,
    error: action.error,
    forget() {
      looks++
      phase.value = null
      action.error.value = null
    },
  }
}
