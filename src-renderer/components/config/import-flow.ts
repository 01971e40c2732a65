/**
 * A file on its way in: chosen → read and checked → its choices made → its plan. A mistake in it ends here; what
 * it would do is the plan's to show.
 */
import { computed, reactive, ref, shallowRef } from 'vue'
import type { ConfigCheck, NewKey } from '../../../src-main/contract/config.ts'
import type { AppError } from '../../../src-main/contract/errors.ts'
import type { Plan } from '../../../src-main/contract/plans.ts'
import { toAppError } from '../../stores/load.ts'

export interface ImportCalls {
  upload(text: string): Promise<string>
  check(file: string, remove: boolean, keys: Record<string, NewKey>): Promise<ConfigCheck>
  showPlan(plan: Plan, file: string): void
}

export interface KeyChoice {
  action: NewKey['action']
  typed: string
}

export type ImportFlow = ReturnType<typeof createImportFlow>

export const isKey = (text: string): boolean => /^[A-Za-z0-9]{1,32}$/.test(text)

export function createImportFlow(calls: ImportCalls) {
  const name = ref<string | null>(null)
  const checked = shallowRef<ConfigCheck | null>(null)
  const error = shallowRef<AppError | null>(null)
  const isBusy = ref(false)
  const remove = ref(false)
  /** The choice for each template that needs a key. */
  const keys = reactive(new Map<string, KeyChoice>())
  let text = ''
  let file: string | null = null
  /** Rises with every file, so that the answer about an earlier one is dropped. */
  let round = 0

  const problems = computed(() => checked.value?.problems ?? [])
  const errors = computed(() => problems.value.filter(({ severity }) => severity === 'error').length)
  const areKeysRight = computed(() => [...keys.values()].every(({ action, typed }) => action !== 'set' || isKey(typed)))
  const canShow = computed(() => checked.value?.plan != null && areKeysRight.value && !isBusy.value)

  const chosen = (): Record<string, NewKey> =>
    Object.fromEntries(
      [...keys].map(([template, { action, typed }]): [string, NewKey] => [
        template,
        action === 'set' ? { action, key: typed } : { action },
      ]),
    )

  async function ask(isFinal: boolean): Promise<void> {
    const asked = ++round
    isBusy.value = true
    error.value = null
    try {
      file ??= await calls.upload(text)
      const answer = await calls.check(file, remove.value, isFinal ? chosen() : {})
      if (asked !== round) return
      checked.value = answer
      for (const template of answer.keysNeeded)
        if (!keys.has(template)) keys.set(template, { action: 'generate', typed: '' })
      for (const template of keys.keys()) if (!answer.keysNeeded.includes(template)) keys.delete(template)
      if (isFinal && answer.plan) calls.showPlan(answer.plan, file)
    } catch (caught) {
      if (asked !== round) return
      error.value = toAppError(caught)
      // The desk may have been started anew and no longer hold it.
      file = null
    } finally {
      if (asked === round) isBusy.value = false
    }
  }

  return {
    name,
    checked,
    error,
    isBusy,
    remove,
    keys,
    problems,
    errors,
    canShow,
    take(newName: string, newText: string): Promise<void> {
      name.value = newName
      text = newText
      file = null
      checked.value = null
      keys.clear()
      return ask(false)
    },
    again: () => ask(false),
    show: () => ask(true),
    reset() {
      round++
      name.value = checked.value = error.value = file = null
      text = ''
      isBusy.value = remove.value = false
      keys.clear()
    },
  }
}
