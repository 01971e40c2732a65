/** The whole delivery of one event, read again when it was delivered again. */
import { type ShallowRef, shallowRef, watch } from 'vue'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { EventDetail } from '../../src-main/contract/events.ts'
import { client } from '../client/index.ts'
import { toAppError } from '../stores/load.ts'

export interface LoadedDetail {
  /** null until it has come; the one before stays while the next comes, so that nothing flickers. */
  readonly detail: Readonly<ShallowRef<EventDetail | null>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  read(): Promise<void>
}

export function useEventDetail(id: () => number, deliveries: () => number | undefined): LoadedDetail {
  const detail = shallowRef<EventDetail | null>(null)
  const error = shallowRef<AppError | null>(null)

  async function read(): Promise<void> {
    const asked = id()
    const answer = await client.events.get({ id: asked }).then(
      (value) => ({ value }),
      (reason: unknown) => ({ error: toAppError(reason) }),
    )
    if (asked !== id()) return
    error.value = 'error' in answer ? answer.error : null
    if ('value' in answer) detail.value = answer.value
    else if (detail.value?.row.id !== asked) detail.value = null
  }

  watch([id, deliveries], read, { immediate: true })
  return { detail, error, read }
}
