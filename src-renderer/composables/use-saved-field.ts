/**
 * One field of the settings: saved when it is left or confirmed, refused with the reason while it is wrong.
 * While nobody edits it, it follows what is saved, also when another window changes it.
 */
import { type Ref, ref, type ShallowRef, shallowRef, watch } from 'vue'
import type { AppError } from '../../src-main/contract/errors.ts'
import { toAppError } from '../stores/load.ts'

export type SavedState = 'idle' | 'saving' | 'saved'

export interface SavedField {
  readonly text: Ref<string>
  /** Why the text was not saved; null while it is right or still being typed. */
  readonly problem: Ref<string | null>
  readonly error: ShallowRef<AppError | null>
  readonly state: Ref<SavedState>
  commit(): Promise<void>
}

const savedShownMs = 2000

export function useSavedField<T>(
  saved: () => string,
  parse: (text: string) => { value: T } | { problem: string },
  save: (value: T) => Promise<void>,
): SavedField {
  const text = ref(saved())
  const problem = ref<string | null>(null)
  const error = shallowRef<AppError | null>(null)
  const state = ref<SavedState>('idle')
  let isEdited = false

  watch(saved, (now) => {
    if (!isEdited) text.value = now
  })
  const typed = (now: string) => {
    isEdited = now !== saved()
    problem.value = null
  }
  // At once, or it would wipe the reason of a commit in the same tick.
  watch(text, typed, { flush: 'sync' })

  async function commit(): Promise<void> {
    if (text.value === saved()) return
    const parsed = parse(text.value)
    if ('problem' in parsed) {
      problem.value = parsed.problem
      return
    }
    state.value = 'saving'
    error.value = await save(parsed.value).then(() => null, toAppError)
    isEdited = error.value !== null
    if (!isEdited) text.value = saved()
    state.value = error.value ? 'idle' : 'saved'
    setTimeout(() => {
      if (state.value === 'saved') state.value = 'idle'
    }, savedShownMs)
  }

  return { text, problem, error, state, commit }
}
