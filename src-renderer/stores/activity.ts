/** The audit log, newest first, read back page by page. New entries join at the top without losing the older ones. */
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { ActivityEntry, ActivityKind } from '../../src-main/contract/activity.ts'
import { client } from '../client/index.ts'
import { collect, exportName, saveFile } from '../composables/save-file.ts'
import { onTopics } from './changes.ts'
import { createLoad } from './load.ts'

export interface ActivityFilter {
  readonly kinds: readonly ActivityKind[]
  readonly outcome: ActivityEntry['outcome'] | null
  readonly text: string
  /** Only what this plan has done. */
  readonly planId: string | null
}

const noActivityFilter: ActivityFilter = { kinds: [], outcome: null, text: '', planId: null }

const pageSize = 100

export const useActivityStore = defineStore('activity', () => {
  const filter = ref<ActivityFilter>(noActivityFilter)
  const asked = computed(() => {
    const { kinds, outcome, text, planId } = filter.value
    return {
      ...(kinds.length > 0 && { kinds: [...kinds] }),
      ...(outcome && { outcome }),
      ...(text.trim() && { text: text.trim() }),
      ...(planId !== null && { planId }),
    }
  })
  const newest = createLoad(() => client.activity.page({ filter: asked.value, limit: pageSize }), ['activity'])
  const older = shallowRef<readonly ActivityEntry[]>([])
  const hasOlder = ref<boolean | null>(null)
  /** Rises when what was read before no longer joins, so that an answer to an earlier question is dropped. */
  let epoch = 0

  const isFiltered = computed(() => Object.keys(asked.value).length > 0)
  const entries = computed(() => joinPages(newest.data.value?.entries ?? [], older.value))
  const hasMore = computed(() => hasOlder.value ?? newest.data.value?.hasMore ?? false)

  function forgetOlder(): void {
    epoch++
    older.value = []
    hasOlder.value = null
  }

  /** What was read before stays known: as new entries push others off the newest page, those are kept here. */
  watch(newest.data, (now, before) => {
    if (!now || !before) return
    const oldest = now.entries.at(-1)?.id ?? 0
    const joins = before.entries.some(({ id }) => id >= oldest)
    if (!joins) return forgetOlder()
    older.value = joinPages(before.entries, older.value).filter(({ id }) => id < oldest)
    if (older.value.length > 0) hasOlder.value ??= before.hasMore
  })

  onTopics(['account'], forgetOlder)

  async function loadOlder(): Promise<void> {
    const before = entries.value.at(-1)?.id
    if (before === undefined) return
    const startedIn = epoch
    const page = await client.activity.page({ filter: asked.value, before, limit: pageSize })
    if (startedIn !== epoch) return
    older.value = joinPages(older.value, page.entries)
    hasOlder.value = page.hasMore
  }

  async function setFilter(next: ActivityFilter): Promise<void> {
    if (JSON.stringify(next) === JSON.stringify(filter.value)) return newest.open()
    filter.value = next
    newest.reset()
    forgetOlder()
    await newest.refresh()
  }

  /** Writes everything the filter lets through into a file; resolves with how many entries that were. */
  async function exportAll(format: 'jsonl' | 'csv'): Promise<number> {
    const parts = await collect<{ text: string; rows: number }>((listener) =>
      client.activity.export({ filter: asked.value, format }, listener),
    )
    const type = format === 'csv' ? 'text/csv' : 'application/x-ndjson'
    saveFile(
      exportName('activity', format, new Date()),
      parts.map(({ text }) => text),
      type,
    )
    return parts.at(-1)?.rows ?? 0
  }

  return { filter, newest, entries, hasMore, asked, isFiltered, loadOlder, setFilter, exportAll }
})

function joinPages(newer: readonly ActivityEntry[], older: readonly ActivityEntry[]): ActivityEntry[] {
  const oldest = newer.at(-1)?.id ?? Number.POSITIVE_INFINITY
  return [...newer, ...older.filter(({ id }) => id < oldest)]
}
