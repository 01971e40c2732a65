import { expect, it, vi } from 'vitest'
import { onMounted } from 'vue'
import { useQueryState } from '../../../src-renderer/composables/use-query-state.ts'
import { mountPage } from '../mount-page.ts'

const read = (query: Record<string, unknown>) => ({ q: String(query.q ?? ''), event: String(query.event ?? '') })

it('keeps both of two changes made at once', async () => {
  const page = {
    setup() {
      const { change } = useQueryState(read, (state) => ({ ...state }))
      onMounted(() => {
        change({ q: 'type:317' })
        change({ event: '7' })
      })
      return () => null
    },
  }
  const { router } = await mountPage(page, {}, '/live')
  await vi.waitFor(() => expect(router.currentRoute.value.query).toEqual({ q: 'type:317', event: '7' }))
})
