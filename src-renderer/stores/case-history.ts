/** Old and decided cases by search, newest first, a page at a time. */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { CaseFilter } from '../../src-main/contract/alerts.ts'
import type { CaseRow } from '../../src-main/contract/cases.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { toAppError } from './load.ts'

export interface CaseHistory {
  readonly rows: Readonly<ShallowRef<readonly CaseRow[]>>
  readonly hasMore: Readonly<Ref<boolean>>
  /** When the rows came; null before. */
  readonly loadedAt: Readonly<Ref<number | null>>
  readonly isLoading: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  /** Reads from the start; answers to an earlier filter are dropped. */
  read(filter: CaseFilter): Promise<void>
  readMore(): Promise<void>
  clear(): void
}

export function createCaseHistory(alerts: Pick<DeskClient['alerts'], 'cases'>): CaseHistory {
  const rows = shallowRef<readonly CaseRow[]>([])
  const hasMore = ref(false)
  const loadedAt = ref<number | null>(null)
  const isLoading = ref(false)
  const error = shallowRef<AppError | null>(null)
  let filter: CaseFilter = {}
  let epoch = 0

  async function page(isFirst: boolean): Promise<void> {
    const asked = ++epoch
    const last = isFirst ? undefined : rows.value.at(-1)
    isLoading.value = true
    const answer = await alerts.cases({ filter, ...(last && { before: { lastAt: last.lastAt, id: last.id } }) }).then(
      (found) => ({ found }),
      (reason: unknown) => ({ error: toAppError(reason) }),
    )
    if (asked !== epoch) return
    isLoading.value = false
    if ('error' in answer) {
      error.value = answer.error
      return
    }
    error.value = null
    loadedAt.value = Date.now()
    rows.value = isFirst ? answer.found.rows : [...rows.value, ...answer.found.rows]
    hasMore.value = answer.found.hasMore
  }

  return {
    rows,
    hasMore,
    loadedAt,
    isLoading,
    error,
    read(next) {
      filter = next
      return page(true)
    },
    readMore: () => (hasMore.value && !isLoading.value ? page(false) : Promise.resolve()),
    clear() {
      epoch++
      rows.value = []
      hasMore.value = false
      error.value = null
    },
  }
}
