import { expect, it } from 'vitest'
import { ref } from 'vue'
import { useFilterParts } from '../../../src-renderer/components/filter-parts.ts'

it('a part of a filter is changed and the others stay, until none is chosen', () => {
  const none = { text: '', kind: null as 'push' | null }
  const filter = ref(none)
  const { part, isFiltered } = useFilterParts(filter, none)
  const [text, kind] = [part('text'), part('kind')]
  expect(isFiltered.value).toBe(false)
  text.value = 'a'
  kind.value = 'push'
  expect([filter.value, isFiltered.value]).toEqual([{ text: 'a', kind: 'push' }, true])
  expect(none).toEqual({ text: '', kind: null })
  filter.value = none
  expect([text.value, kind.value, isFiltered.value]).toEqual(['', null, false])
})
