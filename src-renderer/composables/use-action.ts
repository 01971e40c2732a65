/** Something a person starts and waits for: busy while it runs, and its error kept until the next try. */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { AppError } from '../../src-main/contract/errors.ts'
import { toAppError } from '../stores/load.ts'

export interface Action<A extends unknown[], R> {
  /** Resolves to undefined when it failed (the reason is in `error`) or when one was under way already. */
  run(...args: A): Promise<R | undefined>
  readonly isBusy: Readonly<Ref<boolean>>
  readonly error: ShallowRef<AppError | null>
}

export function useAction<A extends unknown[], R>(work: (...args: A) => Promise<R>): Action<A, R> {
  const isBusy = ref(false)
  const error = shallowRef<AppError | null>(null)
  const run = async (...args: A): Promise<R | undefined> => {
    if (isBusy.value) return undefined
    isBusy.value = true
    error.value = null
    try {
      return await work(...args)
    } catch (caught) {
      error.value = toAppError(caught)
      return undefined
    } finally {
      isBusy.value = false
    }
  }
  return { run, isBusy, error }
}
