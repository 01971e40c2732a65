/** How a body is laid out in words: which key stands in which section, under which name, read how. */
import type events from '../i18n/en/events.ts'
import type { Reader } from './value.ts'

export type FieldName = keyof (typeof events)['field']
export type SectionName = keyof (typeof events)['section']

export interface Entry {
  readonly key: string
  readonly label: FieldName
  /** Reads a primitive, or each one of a list. */
  readonly read?: Reader
  /** For an object, or each object of a list: its own entries. */
  readonly inside?: readonly Entry[]
  /** The object's entries stand where the object stands, without a group of their own. */
  readonly isInline?: boolean
  /** Left out when it equals this other key's value (the cloud names many things twice). */
  readonly sameAs?: string
  /** Items of the list in which nothing was found are named together in one line, by this key of theirs. */
  readonly quietBy?: string
}

export interface SectionSpec {
  readonly title: SectionName
  readonly entries: readonly Entry[]
}

export type Spec = readonly SectionSpec[]

export const field = (key: string, label: FieldName, read?: Reader, sameAs?: string): Entry => ({
  key,
  label,
  ...(read && { read }),
  ...(sameAs !== undefined && { sameAs }),
})

export const group = (key: string, label: FieldName, inside: readonly Entry[], quietBy?: string): Entry => ({
  key,
  label,
  inside,
  ...(quietBy !== undefined && { quietBy }),
})

export const inline = (key: string, label: FieldName, inside: readonly Entry[]): Entry => ({
  key,
  label,
  inside,
  isInline: true,
})

export const section = (title: SectionName, ...entries: readonly Entry[]): SectionSpec => ({ title, entries })
