/**
 * What a page reads from the desk, with the manners every page needs: the old data stays, with its age,
 * while new data comes; an error is shown beside the old data, not instead of it; an answer that belongs
 * to an account left meanwhile is dropped.
 */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { Topic } from '../../src-main/contract/desk.ts'
import { AppError } from '../../src-main/contract/errors.ts'
import { onMissed, onTopics } from './changes.ts'

export interface Load<T> {
  readonly data: ShallowRef<T | null>
  /** Why the last reading failed; null after one that worked. */
  readonly error: ShallowRef<AppError | null>
  /** When `data` came; null while there is none. */
  readonly loadedAt: Readonly<Ref<number | null>>
  readonly isLoading: Readonly<Ref<boolean>>
  /** Reads again; while a reading is under way, once more after it. */
  refresh(): Promise<void>
  /** For a page that opens: reads unless the data is fresh, and from now on follows the changes. */
  open(): Promise<void>
  reset(): void
}

/** Data younger than this is shown without reading again when its page opens (milliseconds). */
const freshMs = 5000

export const toAppError = (error: unknown): AppError =>
  error instanceof AppError ? error : new AppError('internal', { details: { message: String(error) }, cause: error })

/**
 * `topics` are the changes after which to read again. What belongs to the desk and not to the account in
 * use (`perAccount` false) stays when that account changes.
 */
export function createLoad<T>(
  read: () => Promise<T>,
  topics: readonly Topic[],
  { perAccount = true }: { perAccount?: boolean } = {},
): Load<T> {
  const data = shallowRef<T | null>(null)
  const error = shallowRef<AppError | null>(null)
  const loadedAt = ref<number | null>(null)
  const isLoading = ref(false)
  let epoch = 0
  let running: Promise<void> | null = null
  let isAskedAgain = false
  let isWanted = false

  const readOnce = async (): Promise<void> => {
    const startedIn = epoch
    const result = await read().then(
      (value) => ({ value }),
      (reason: unknown) => ({ error: toAppError(reason) }),
    )
    if (startedIn !== epoch) return
    if ('error' in result) {
      error.value = result.error
      return
    }
    data.value = result.value
    error.value = null
    loadedAt.value = Date.now()
  }

  const readUntilSettled = async (): Promise<void> => {
    isLoading.value = true
    do {
      isAskedAgain = false
      await readOnce()
    } while (isAskedAgain)
    isLoading.value = false
    running = null
  }

  const refresh = (): Promise<void> => {
    isWanted = true
    if (running !== null) isAskedAgain = true
    else running = readUntilSettled()
    return running as Promise<void>
  }

  const reset = () => {
    epoch++
    // The answer under way is dropped, so it must be asked for again.
    isAskedAgain = running !== null
    data.value = null
    error.value = null
    loadedAt.value = null
  }

  onTopics(['account', ...topics], (topic) => {
    if (topic === 'account' && perAccount) reset()
    if (isWanted) void refresh()
  })
  onMissed(() => {
    if (isWanted) void refresh()
  })

  return {
    data,
    error,
    loadedAt,
    isLoading,
    refresh,
    reset,
    open: async () => {
      isWanted = true
      const age = loadedAt.value === null ? Number.POSITIVE_INFINITY : Date.now() - loadedAt.value
      if (age > freshMs && running === null) await refresh()
    },
  }
}
