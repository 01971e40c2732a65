import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import FilterBar from '../../../../src-renderer/components/live/FilterBar.vue'
import type { SuggestSource } from '../../../../src-renderer/events/filter-suggest.ts'
import { i18n } from '../../../../src-renderer/i18n/index.ts'

const source: SuggestSource = {
  nameOf: (key) => key,
  noteOf: () => '',
  valuesOf: () => [
    { value: '317', note: 'Image moderation' },
    { value: '315', note: 'Audio moderation' },
  ],
}

function mountBar(text = '') {
  const bar = mount(FilterBar, {
    props: { source, modelValue: text, 'onUpdate:modelValue': (modelValue: string) => bar.setProps({ modelValue }) },
    global: { plugins: [i18n] },
    attachTo: document.body,
  })
  const input = bar.get('input')
  return {
    input,
    text: () => bar.props('modelValue'),
    options: () => bar.findAll('[role=option]').map((option) => option.text()),
    press: (key: string) => input.trigger('keydown', { key }),
    type: (typed: string) => input.setValue(typed),
    bar,
  }
}

describe('the filter bar', () => {
  it('offers what fits while typing, and takes it by keyboard', async () => {
    const { input, type, options, press, text } = mountBar()
    await type('x type:')
    expect(options()).toEqual(['type:317Image moderation', 'type:315Audio moderation'])
    await press('ArrowDown')
    await press('ArrowDown')
    expect(input.attributes('aria-activedescendant')).toBe('suggestion-1')
    await press('Enter')
    expect(text()).toBe('x type:315 ')
  })

  it('takes nothing by Enter when nothing is chosen', async () => {
    const { type, press, text, options } = mountBar()
    await type('type:')
    await press('Enter')
    expect(text()).toBe('type:')
    expect(options()).toEqual([])
  })

  it('leaves step by step with Escape: the suggestions, the text, the field', async () => {
    const { input, type, press, options, text } = mountBar()
    input.element.focus()
    await type('type:')
    await press('Escape')
    expect(options()).toEqual([])
    expect(text()).toBe('type:')
    await press('Escape')
    expect(text()).toBe('')
    await press('Escape')
    expect(document.activeElement).toBe(document.body)
  })
})
