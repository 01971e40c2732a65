/** Saved views of the board: a filter with a name, kept by the desk, and the one used last remembered here. */
import { expect, it } from 'vitest'
import { ref } from 'vue'
import type { SavedView } from '../../../../src-main/contract/moderation-settings.ts'
import { type BoardQuery, readBoardQuery } from '../../../../src-renderer/components/alerts/board-query.ts'
import { useSavedViews } from '../../../../src-renderer/components/alerts/use-saved-views.ts'

function create(kept: SavedView[] = []) {
  const state = ref<BoardQuery>(readBoardQuery({}))
  const list = ref(kept)
  const save = async (views: SavedView[]) => {
    list.value = views
  }
  return { state, list, views: useSavedViews({ state, saved: () => list.value, save }) }
}

it('a view brings its filter back and leaves the open case alone', async () => {
  const { state, list, views } = create()
  state.value = { ...state.value, verdict: 'Block', domain: 'push.example.com', isMine: true, caseId: 7 }
  await views.add(' Mine, urgent ')
  expect(list.value).toMatchObject([{ name: 'Mine, urgent' }])
  expect(list.value[0]?.query).not.toContain('case')
  views.showAll()
  expect(state.value).toMatchObject({ verdict: null, domain: '', isMine: false, caseId: 7 })
  expect(views.currentId.value).toBe('all')
  views.show(list.value[0] as SavedView)
  expect(state.value).toMatchObject({ verdict: 'Block', domain: 'push.example.com', isMine: true, caseId: 7 })
  expect(views.currentId.value).toBe(list.value[0]?.id)
})

it('a name that is there already is replaced, and a view can be removed', async () => {
  const { state, list, views } = create()
  await views.add('Night')
  state.value = { ...state.value, verdict: 'Review' }
  await views.add('Night')
  expect(list.value.map(({ query }) => query)).toEqual(['verdict=Review'])
  await views.remove(list.value[0]?.id ?? '')
  expect(list.value).toEqual([])
})

it('a page opened plainly is as it was left, and one with a filter of its own is not touched', async () => {
  const first = create()
  first.state.value = { ...first.state.value, label: 'Porn' }
  await first.views.add('Porn')
  const plain = create(first.list.value)
  plain.views.restore()
  expect(plain.state.value.label).toBe('Porn')
  const linked = create(first.list.value)
  linked.state.value = { ...linked.state.value, label: 'Ad' }
  linked.views.restore()
  expect(linked.state.value.label).toBe('Ad')
})
