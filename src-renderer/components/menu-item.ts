import type { Component } from 'vue'

/** One entry of a MenuButton. */
export interface MenuItem {
  readonly label: string
  readonly note?: string
  readonly icon?: Component
  readonly checked?: boolean
  readonly danger?: boolean
  readonly disabled?: boolean
  /** A line above it. */
  readonly separated?: boolean
  run(): void
}
