import { enableAutoUnmount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { EventRow } from '../../../../src-main/contract/events.ts'
import DetailSummary from '../../../../src-renderer/components/live/DetailSummary.vue'
import EventCells from '../../../../src-renderer/components/live/EventCells.vue'
import { useLocale } from '../../../../src-renderer/composables/use-locale.ts'
import { useWords } from '../../../../src-renderer/composables/use-words.ts'
import type { Locale } from '../../../../src-renderer/i18n/index.ts'
import { eventRow } from '../../events/event-row.ts'
import { mountIn } from '../../mount.ts'

enableAutoUnmount(afterEach)
beforeEach(() => setActivePinia(createPinia()))

const Cells = defineComponent({
  props: ['row'],
  setup(props) {
    const words = useWords()
    const { format } = useLocale()
    return () =>
      h(EventCells, { row: props.row as EventRow, words: words.value, format: format.value, today: Date.now() })
  },
})
const cells = (locale: Locale, row: EventRow) => mountIn(locale, Cells, { props: { row } }).text()
const summary = (row: EventRow) =>
  mountIn('en', DetailSummary, {
    props: {
      templateName: null,
      detail: {
        row,
        body: '{}',
        bodyBytes: 2,
        bodyIsLossy: false,
        headers: [],
        path: '/',
        deliveredAt: [row.receivedAt],
        validUntil: null,
        pinned: false,
      },
    },
  }).text()

describe('a test of this desk in Live', () => {
  it('carries its mark in the list, and no other event does', () => {
    expect(cells('en', eventRow({ facts: { test: 1 } }))).toContain('Test')
    expect(cells('zh-CN', eventRow({ facts: { test: 1 } }))).toContain('测试')
    expect(cells('en', eventRow())).not.toContain('Test')
  })

  it('says what it is beside the event', () => {
    expect(summary(eventRow({ facts: { test: 1 } }))).toContain('A test, sent from this desk.')
    expect(summary(eventRow())).not.toContain('A test, sent from this desk.')
  })
})
