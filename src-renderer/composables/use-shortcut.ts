/**
 * Keyboard shortcuts. `keys` is one combination ("mod+k", "shift+enter", "?") or a short sequence
 * ("g l"). A shortcut with a label is listed in the keyboard overlay. While a modal dialog is open or
 * text is being typed, plain keys belong to the dialog or the field.
 */
import { onScopeDispose, shallowReactive, toValue } from 'vue'

export interface Shortcut {
  readonly keys: string
  readonly handler: (event: KeyboardEvent) => void
  readonly label?: string | (() => string)
  /** The overlay's heading it stands under: the page, or what holds everywhere. */
  readonly scope: 'everywhere' | 'page'
  readonly enabled: () => boolean
  /** Also while a modal dialog is open. */
  readonly inDialogs: boolean
}

export interface ShortcutOptions {
  label?: string | (() => string)
  scope?: Shortcut['scope']
  enabled?: () => boolean
  inDialogs?: boolean
}

const sequenceMs = 1200
const shortcuts = shallowReactive(new Set<Shortcut>())
let typed: string[] = []
let typedAt = 0

const isMac = /mac/i.test(navigator.platform)

/** What was pressed, written as `keys` are: "mod+k", "g", "?", "alt+1". */
export function combination(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'space' : event.key.toLowerCase()
  const mod = isMac ? event.metaKey : event.ctrlKey
  // Shift is part of a character ("?", "A") and named only with keys that print nothing.
  const shift = event.shiftKey && key.length > 1
  return [mod && 'mod', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+')
}

const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)))

/** Space and Enter press the control that has the focus; they are a shortcut only where there is none. */
const isPressedBy = (pressed: string, target: EventTarget | null): boolean =>
  (pressed === 'space' || pressed === 'enter') &&
  target instanceof HTMLElement &&
  target.closest('button, a[href], summary, input') !== null

const isModalOpen = (): boolean => document.querySelector('[role="dialog"][data-modal][data-state="open"]') !== null

function listen(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = combination(event)
  if (isField(event.target) && !/^(mod|alt)\+/.test(pressed)) return
  if (isPressedBy(pressed, event.target)) return
  typed = event.timeStamp - typedAt > sequenceMs ? [pressed] : [...typed.slice(-1), pressed]
  typedAt = event.timeStamp
  const modal = isModalOpen()
  const usable = [...shortcuts].filter((shortcut) => shortcut.enabled() && (shortcut.inDialogs || !modal)).reverse()
  const match = usable.find(({ keys }) => keys === typed.join(' ')) ?? usable.find(({ keys }) => keys === pressed)
  if (!match) return
  event.preventDefault()
  typed = []
  match.handler(event)
}

export function useShortcut(
  keys: string,
  handler: (event: KeyboardEvent) => void,
  { label, scope = 'page', enabled = () => true, inDialogs = false }: ShortcutOptions = {},
): void {
  const shortcut: Shortcut = { keys, handler, scope, enabled, inDialogs, ...(label !== undefined && { label }) }
  if (shortcuts.size === 0) window.addEventListener('keydown', listen)
  shortcuts.add(shortcut)
  onScopeDispose(() => {
    shortcuts.delete(shortcut)
    if (shortcuts.size === 0) window.removeEventListener('keydown', listen)
  })
}

/** Every shortcut that has a label, as the overlay lists them. */
export const listShortcuts = (): { keys: string; label: string; scope: Shortcut['scope'] }[] =>
  [...shortcuts]
    .filter((shortcut) => shortcut.label !== undefined && shortcut.enabled())
    .map(({ keys, label, scope }) => ({ keys, label: String(toValue(label)), scope }))

const arrows = { arrowup: '↑', arrowdown: '↓', arrowleft: '←', arrowright: '→' }
const keyNames: Record<string, string> = isMac
  ? { mod: '⌘', alt: '⌥', shift: '⇧', enter: '↩', escape: 'Esc', ...arrows }
  : { mod: 'Ctrl', alt: 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', ...arrows }

/** The keys as printed on this machine's keyboard: "mod+k" → ["Ctrl", "K"], "g l" → ["G", "L"]. */
export const keyCaps = (keys: string): string[] =>
  keys
    .split(/[+ ]/)
    .map((key) => keyNames[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1)))
