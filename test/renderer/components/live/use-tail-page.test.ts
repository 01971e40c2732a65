import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { useTailPage } from '../../../../src-renderer/components/live/use-tail-page.ts'
import { i18n } from '../../../../src-renderer/i18n/index.ts'
import { createEventTail } from '../../../../src-renderer/stores/event-tail.ts'

vi.mock('../../../../src-renderer/client/index.ts', () => ({ client: {}, connection: {} }))

function openPage() {
  const calls = { opened: 0, stopped: 0, toTop: 0 }
  const taken: string[] = []
  const tail = createEventTail(
    {
      tail: () => {
        calls.opened++
        return () => {
          calls.stopped++
        }
      },
      page: () => new Promise(() => undefined),
    },
    {},
  )
  const list = {
    scrollToTop: async () => {
      calls.toTop++
    },
    step: () => undefined,
    focus: () => undefined,
    takeKey: (event: KeyboardEvent) => taken.push(event.key),
  }
  let page: ReturnType<typeof useTailPage> | undefined
  const Page = defineComponent({
    setup() {
      page = useTailPage(tail, () => list)
      return () => h('div')
    },
  })
  const wrapper = mount(Page, { global: { plugins: [i18n] } })
  if (!page) throw new Error('the page was not set up')
  return { calls, taken, tail, page, close: () => wrapper.unmount() }
}

const press = (key: string) => window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }))

let page: ReturnType<typeof openPage>
beforeEach(() => {
  page = openPage()
})
afterEach(() => page.close())

describe('a page with a live list', () => {
  it('has its tail open while it is shown', () => {
    expect(page.calls).toMatchObject({ opened: 1, stopped: 0 })
    page.close()
    expect(page.calls.stopped).toBe(1)
  })

  it('pauses and goes on with space', () => {
    press(' ')
    expect(page.tail.isPaused.value).toBe(true)
    expect(page.page.isFollowing.value).toBe(false)
    press(' ')
    expect(page.page.isFollowing.value).toBe(true)
  })

  it('follows the newest again with f, whatever held the list', async () => {
    page.tail.isPaused.value = true
    page.tail.isInUse.value = true
    page.page.activeId.value = 7
    press('f')
    await vi.waitFor(() => expect(page.page.isFollowing.value).toBe(true))
    expect(page.page.activeId.value).toBeNull()
    expect(page.calls.toTop).toBe(1)
  })

  it('leaves nothing in use behind', () => {
    page.tail.isInUse.value = true
    page.close()
    expect(page.tail.isInUse.value).toBe(false)
  })
})

describe('the arrow keys', () => {
  it('reach the list while nothing has the focus', () => {
    press('ArrowDown')
    press('End')
    expect(page.taken).toEqual(['ArrowDown', 'End'])
  })

  it('stay with whatever has the focus', () => {
    const button = document.body.appendChild(document.createElement('button'))
    button.focus()
    press('ArrowDown')
    button.remove()
    expect(page.taken).toEqual([])
  })
})
