import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import type { EventDetail } from '../../../../src-main/contract/events.ts'
import DetailFields from '../../../../src-renderer/components/live/DetailFields.vue'
import { i18n } from '../../../../src-renderer/i18n/index.ts'
import published from '../../../fixtures/callback-examples.json' with { type: 'json' }
import { eventRow } from '../../events/event-row.ts'

const detailOf = (type: number | null, body: string): EventDetail => ({
  row: eventRow({ type }),
  body,
  bodyBytes: body.length,
  bodyIsLossy: false,
  headers: [],
  path: '/c/slot.****/streamEnd',
  deliveredAt: [],
  validUntil: null,
  pinned: false,
})

const render = (type: number | null, body: string) =>
  mount(DetailFields, { props: { detail: detailOf(type, body) }, global: { plugins: [i18n] } }).text()

const bodies = Object.entries(published).flatMap(([type, list]) => list.map((body) => [Number(type), body] as const))

afterEach(() => {
  i18n.global.locale.value = 'en'
})

describe('the fields of an event', () => {
  it.each(bodies)('type %i is shown without raw leftovers, in both languages', (type, body) => {
    for (const locale of ['en', 'zh-CN'] as const) {
      i18n.global.locale.value = locale
      expect(render(type, JSON.stringify(body))).not.toMatch(
        /[{}]|\[object|undefined|events\.|\b[a-z]+_[a-z]+_?[a-z]*:/,
      )
    }
  })

  it('says so when a body cannot be read, instead of showing nothing', () => {
    expect(render(null, '<html>')).toContain('Raw has it as it came')
  })
})
