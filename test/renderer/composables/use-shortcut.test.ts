import { afterEach, describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { combination, keyCaps, listShortcuts, useShortcut } from '../../../src-renderer/composables/use-shortcut.ts'

const scopes: ReturnType<typeof effectScope>[] = []

function register(...of: Parameters<typeof useShortcut>): void {
  const scope = effectScope()
  scopes.push(scope)
  scope.run(() => useShortcut(...of))
}

function press(key: string, init: KeyboardEventInit = {}, target: EventTarget = document.body): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}

function add(html: string): Element {
  document.body.innerHTML = html
  return document.body.firstElementChild as Element
}

afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
  document.body.innerHTML = ''
})

describe('a shortcut', () => {
  it('answers to a key, a combination and a sequence', () => {
    const heard: string[] = []
    register('?', () => heard.push('?'))
    register('mod+k', () => heard.push('mod+k'))
    register('g l', () => heard.push('g l'))
    press('?', { shiftKey: true })
    press('k', { ctrlKey: true })
    press('g')
    press('l')
    expect(heard).toEqual(['?', 'mod+k', 'g l'])
  })

  it('a sequence wins over the single key it ends with, which alone still works', () => {
    const heard: string[] = []
    register('d', () => heard.push('d'))
    register('g d', () => heard.push('g d'))
    press('d')
    press('g')
    press('d')
    expect(heard).toEqual(['d', 'g d'])
  })

  it('leaves the keys of a field to the field, except combinations', () => {
    const plain = vi.fn()
    const combined = vi.fn()
    register('g', plain)
    register('mod+k', combined)
    const field = add('<input>')
    press('g', {}, field)
    press('k', { ctrlKey: true }, field)
    expect(plain).not.toHaveBeenCalled()
    expect(combined).toHaveBeenCalledOnce()
  })

  it('rests while a modal dialog is open, unless it belongs there', () => {
    const page = vi.fn()
    const dialog = vi.fn()
    register('x', page)
    register('y', dialog, { inDialogs: true })
    add('<div role="dialog" data-modal data-state="open"></div>')
    press('x')
    press('y')
    expect(page).not.toHaveBeenCalled()
    expect(dialog).toHaveBeenCalledOnce()
  })

  it('keeps the browser from acting on it, and only then', () => {
    register('space', () => undefined)
    expect(press(' ').defaultPrevented).toBe(true)
    expect(press('q').defaultPrevented).toBe(false)
  })

  it('is gone with the component it came with', () => {
    const handler = vi.fn()
    register('x', handler)
    scopes.splice(0).forEach((scope) => {
      scope.stop()
    })
    press('x')
    expect(handler).not.toHaveBeenCalled()
  })

  it('is listed by its label while it can be used', () => {
    let isUsable = true
    register('b', () => undefined, { label: () => 'Ban', enabled: () => isUsable })
    register('c', () => undefined)
    expect(listShortcuts()).toEqual([{ keys: 'b', label: 'Ban', scope: 'page' }])
    isUsable = false
    expect(listShortcuts()).toEqual([])
  })
})

it('names what was pressed the way shortcuts are written', () => {
  expect(combination(new KeyboardEvent('keydown', { key: 'Enter', shiftKey: true }))).toBe('shift+enter')
  expect(combination(new KeyboardEvent('keydown', { key: 'K', ctrlKey: true }))).toBe('mod+k')
  expect(keyCaps('mod+k')).toEqual(['Ctrl', 'K'])
  expect(keyCaps('g l')).toEqual(['G', 'L'])
})
