/** Short confirmations at the window's edge. They never carry an error that a person must act on. */
import { type Component, type ShallowRef, shallowRef } from 'vue'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'ok' | 'info' | 'warning' | 'danger'
  readonly icon?: Component
  readonly action?: { readonly label: string; run(): void }
}

export interface ToastOptions {
  tone?: Toast['tone']
  icon?: Component
  action?: Toast['action']
  /** How long it stays, in milliseconds; 5 s unless told. */
  lastsMs?: number
}

const maxToasts = 4
const toasts = shallowRef<readonly Toast[]>([])
let nextId = 1

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id)
}

function show(text: string, { tone = 'ok', icon, action, lastsMs = 5000 }: ToastOptions = {}): () => void {
  const id = nextId++
  const toast: Toast = { id, text, tone, ...(icon && { icon }), ...(action && { action }) }
  toasts.value = [...toasts.value, toast].slice(-maxToasts)
  setTimeout(() => dismiss(id), lastsMs)
  return () => dismiss(id)
}

/** `toasts` is for the one place that draws them. */
export const useToast = (): {
  toasts: Readonly<ShallowRef<readonly Toast[]>>
  show: typeof show
  dismiss: typeof dismiss
} => ({
  toasts,
  show,
  dismiss,
})
