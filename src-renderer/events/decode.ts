/**
 * A callback body as sections of named values. Nothing of the body is ever lost: what no layout names
 * stands under further fields (or at the end of its group), and every field says which leaves it shows.
 */

import { labels } from './codes.ts'
import { isList, isObject, type Json, type JsonObject, leafPaths, parseJson, pick, unpack } from './json.ts'
import type { Entry, FieldName, SectionName } from './spec.ts'
import { common } from './specs/common.ts'
import { specFor } from './specs/index.ts'
import { coded, link, none, type Primitive, text, time, type Value, yesNo } from './value.ts'

/** A name of the catalogue, or the body's own key where the catalogue has none. */
export type Label = { readonly name: FieldName } | { readonly key: string }

export interface Field {
  readonly label: Label
  readonly value: Value
  /** The leaves of the body shown here, as JSON pointers. */
  readonly paths: readonly string[]
}

export interface Group {
  readonly label: Label
  /** Place in its list, from 1; null for an object that stands alone. */
  readonly number: number | null
  readonly fields: readonly Field[]
  readonly groups: readonly Group[]
}

export interface Section {
  readonly title: SectionName
  readonly fields: readonly Field[]
  readonly groups: readonly Group[]
}

interface Parts {
  readonly fields: Field[]
  readonly groups: Group[]
}

/** null when the body is no JSON object; then only its text can be shown. */
export function decode(body: string, type: number | null): Section[] | null {
  const object = parseJson(body)
  if (!isObject(object ?? undefined)) return null
  const seen = new Set<string>()
  const sections = new Map<SectionName, Parts>()
  for (const { title, entries } of [...specFor(type), ...common]) {
    const parts = sections.get(title) ?? { fields: [], groups: [] }
    sections.set(title, parts)
    describeEntries(object as JsonObject, entries, '', seen, parts)
  }
  const further: Parts = { fields: [], groups: [] }
  describeRest(object as JsonObject, '', seen, further)
  return [...sections, ['further', further] as const]
    .map(([title, parts]) => ({ title, ...parts }))
    .filter(({ fields, groups }) => fields.length + groups.length > 0)
}

function describeEntries(
  object: JsonObject,
  entries: readonly Entry[],
  path: string,
  seen: Set<string>,
  out: Parts,
): void {
  for (const entry of entries) {
    const value = pick(object, entry.key)
    if (value === undefined || seen.has(entry.key)) continue
    seen.add(entry.key)
    const twin = entry.sameAs !== undefined && value === pick(object, entry.sameAs) ? entry.sameAs : null
    const shownAt = out.fields.findIndex(({ paths }) => paths.includes(`${path}/${twin}`))
    const shown = out.fields[shownAt]
    if (twin !== null && shown) {
      out.fields[shownAt] = { ...shown, paths: [...shown.paths, `${path}/${entry.key}`] }
    } else {
      describeValue(value, entry, object, `${path}/${entry.key}`, out)
    }
  }
}

function describeValue(raw: Json, entry: Entry, body: JsonObject, path: string, out: Parts): void {
  const label = { name: entry.label }
  const value = unpack(raw)
  const read = (item: Primitive) => (entry.read ?? text)(item, body)
  if (isList(value)) {
    describeList(value, label, entry, read, path, out)
  } else if (isObject(value)) {
    const parts: Parts = entry.isInline ? out : { fields: [], groups: [] }
    describeObject(value, label, entry.inside ?? [], path, parts)
    if (!entry.isInline) out.groups.push({ label, number: null, ...parts })
  } else {
    out.fields.push({ label, value: read(value), paths: [path] })
  }
}

function describeObject(object: JsonObject, label: Label, entries: readonly Entry[], path: string, out: Parts): void {
  if (Object.keys(object).length === 0) {
    out.fields.push({ label, value: none, paths: [path] })
    return
  }
  const seen = new Set<string>()
  describeEntries(object, entries, path, seen, out)
  describeRest(object, path, seen, out)
}

function describeList(
  list: readonly Json[],
  label: Label,
  entry: Pick<Entry, 'inside' | 'quietBy'>,
  read: (item: Primitive) => Value,
  path: string,
  out: Parts,
): void {
  const opened = list.map(unpack)
  if (opened.every((item) => !isList(item) && !isObject(item))) {
    const values = (opened as Primitive[]).map(read)
    const paths = leafPaths(list, path)
    out.fields.push({ label, value: values.length === 0 ? none : { is: 'list', values }, paths })
    return
  }
  const quiet: { name: Value; paths: string[] }[] = []
  opened.forEach((item, index) => {
    const at = `${path}/${index}`
    const found = entry.quietBy !== undefined && isObject(item) ? quietName(item, entry.quietBy) : null
    if (found !== null) {
      quiet.push({ name: coded(labels, { showCode: false })(found, {}), paths: leafPaths(item, at) })
      return
    }
    const parts: Parts = { fields: [], groups: [] }
    if (isObject(item)) describeObject(item, label, entry.inside ?? [], at, parts)
    else describeUnknown(item, { key: String(index + 1) }, at, parts)
    out.groups.push({ label, number: index + 1, ...parts })
  })
  if (quiet.length === 0) return
  out.fields.push({
    label: { name: 'nothingFound' },
    value: { is: 'list', values: quiet.map(({ name }) => name) },
    paths: quiet.flatMap(({ paths }) => paths),
  })
}

/** The name of a detector's result that says nothing was found; null when it says anything else. */
function quietName(item: JsonObject, by: string): string | null {
  const name = pick(item, by)
  const says = ([key, value]: [string, Json]): boolean => {
    if (key === by) return false
    if (isList(value)) return value.length > 0
    return ![0, '', null, 'Pass', 'Normal'].includes(value as Primitive & (number | string | null))
  }
  return typeof name === 'string' && !Object.entries(item).some(says) ? name : null
}

/** Keys that no layout names, in the body's order. */
function describeRest(object: JsonObject, path: string, seen: ReadonlySet<string>, out: Parts): void {
  for (const [key, value] of Object.entries(object)) {
    if (!seen.has(key)) describeUnknown(value, { key }, `${path}/${key}`, out)
  }
}

function describeUnknown(raw: Json, label: Label, path: string, out: Parts): void {
  const value = unpack(raw)
  const key = 'key' in label ? label.key : ''
  if (isList(value)) {
    describeList(value, label, {}, (item) => guess(key, item), path, out)
  } else if (isObject(value)) {
    const parts: Parts = { fields: [], groups: [] }
    describeObject(value, label, [], path, parts)
    out.groups.push({ label, number: null, ...parts })
  } else {
    out.fields.push({ label, value: guess(key, value), paths: [path] })
  }
}

/** 2001 to 2100 in seconds or milliseconds: outside it a number is hardly a moment. */
const isMoment = (n: number): boolean => (n > 1e9 && n < 4.1e9) || (n > 1e12 && n < 4.1e12)

function guess(key: string, value: Primitive): Value {
  if (typeof value === 'boolean') return yesNo(value, {})
  if (typeof value === 'number') return /time/i.test(key) && isMoment(value) ? time(value, {}) : text(value, {})
  return typeof value === 'string' && /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) ? link(value, {}) : text(value, {})
}
