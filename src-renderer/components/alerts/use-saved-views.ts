/** Saved views: filters with a name, kept by the desk for everybody on it. The one used last is remembered here. */
import { computed, type Ref, ref } from 'vue'
import type { SavedView } from '../../../src-main/contract/moderation-settings.ts'
import { type BoardQuery, isFiltered, noFilter, readBoardQuery, writeBoardQuery } from './board-query.ts'

const lastKey = 'alerts-view'

export type SavedViews = ReturnType<typeof useSavedViews>

export interface SavedViewParts {
  readonly state: Ref<BoardQuery>
  readonly saved: () => readonly SavedView[]
  save(views: SavedView[]): Promise<void>
}

const queryOf = (state: BoardQuery): string =>
  new URLSearchParams(writeBoardQuery({ ...state, caseId: null })).toString()

export function useSavedViews({ state, saved, save }: SavedViewParts) {
  const isAsking = ref(false)
  const list = computed(() => saved())
  const current = computed(() => queryOf(state.value))
  const currentId = computed(() =>
    current.value === '' ? 'all' : (list.value.find(({ query }) => query === current.value)?.id ?? null),
  )

  const show = ({ query }: Pick<SavedView, 'query'>) => {
    const read = readBoardQuery(Object.fromEntries(new URLSearchParams(query)))
    state.value = { ...read, caseId: state.value.caseId }
    localStorage.setItem(lastKey, query)
  }

  return {
    list,
    currentId,
    isAsking,
    show,
    showAll: () => show({ query: '' }),
    ask: () => {
      isAsking.value = true
    },
    async add(name: string): Promise<void> {
      const view = { id: crypto.randomUUID(), name: name.trim(), query: current.value }
      await save([...list.value.filter((each) => each.name !== view.name), view])
      localStorage.setItem(lastKey, view.query)
      isAsking.value = false
    },
    putBack: (views: readonly SavedView[]) => save([...views]),
    remove: (id: string) => save(list.value.filter((view) => view.id !== id)),
    /** For a page opened plainly: as it was left. */
    restore(): void {
      const last = localStorage.getItem(lastKey)
      if (last && !isFiltered(state.value) && state.value.tab === 'open') show({ query: last })
    },
    clear: () => {
      state.value = { ...state.value, ...noFilter }
      localStorage.removeItem(lastKey)
    },
  }
}
