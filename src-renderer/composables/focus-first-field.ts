import type { VNode } from 'vue'

/**
 * Where the focus goes when a dialog opens: to its first field, since that is what it was opened for. A
 * dialog without a field keeps the kit's own choice, its first button.
 */
export function focusFirstField(event: Event): void {
  const dialog = event.target instanceof HTMLElement ? event.target : null
  const field = dialog && firstField(dialog)
  if (!field) return
  event.preventDefault()
  field.focus()
}

/** For a form that opens in the page: `@vue:mounted="focusFirstFieldOf"`. */
export function focusFirstFieldOf({ el }: VNode): void {
  if (el instanceof HTMLElement) firstField(el)?.focus()
}

const firstField = (within: HTMLElement): HTMLElement | null =>
  within.querySelector<HTMLElement>('input:not(:disabled), select:not(:disabled), textarea:not(:disabled)')
