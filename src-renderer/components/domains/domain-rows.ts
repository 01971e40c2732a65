/**
 * The Domains table as data: domains joined with what is bound to them. A domain that only bindings speak
 * of (the cloud lists slow-live domains separately) still gets its row, so that no binding is invisible.
 */
import type { Binding } from '../../../src-main/contract/bindings.ts'
import type { Domain } from '../../../src-main/contract/domains.ts'
import type { Template } from '../../../src-main/contract/templates.ts'
import { type Sort, sortRows } from '../table.ts'
import type { TagsByDomain } from './domain-tags.ts'
import { readEffect, type Standing } from './effect.ts'

export interface DomainRow {
  readonly name: string
  readonly kind: Domain['kind']
  /** null when the cloud lists bindings of this domain, but not the domain. */
  readonly domain: Domain | null
  /** The binding of the whole domain, also when it was just removed. */
  readonly binding: Binding | null
  /** Name is null when the template is not in the list (deleted, or the list is not here yet). */
  readonly template: { readonly id: number; readonly name: string | null } | null
  /** Rules of single apps, by name. */
  readonly appRules: readonly Binding[]
  readonly changedAt: number | null
  /** This desk's own. */
  readonly tags: readonly string[]
}

export type RowStanding = Standing | { readonly state: 'notBound' } | { readonly state: 'playDomain' }

export interface DomainFilter {
  readonly text: string
  readonly kind: Domain['kind'] | null
  readonly status: 'enabled' | 'disabled' | null
  readonly bound: 'yes' | 'no' | 'drifted' | null
  readonly templateId: number | null
  readonly tag: string | null
}

export const noDomainFilter: DomainFilter = {
  text: '',
  kind: null,
  status: null,
  bound: null,
  templateId: null,
  tag: null,
}

export function joinDomains(
  domains: readonly Domain[],
  bindings: readonly Binding[],
  templates: readonly Pick<Template, 'id' | 'name'>[],
  tags: TagsByDomain = new Map(),
): DomainRow[] {
  const names = new Map(templates.map(({ id, name }) => [id, name]))
  const bound = Map.groupBy(bindings, ({ domain }) => domain)
  const listed = new Set(domains.map(({ name }) => name))
  const unlisted = [...bound.keys()].filter((name) => !listed.has(name))
  return [
    ...domains.map((domain) => joinOne(domain.name, domain, bound.get(domain.name) ?? [], names, tags)),
    ...unlisted.map((name) => joinOne(name, null, bound.get(name) ?? [], names, tags)),
  ]
}

function joinOne(
  name: string,
  domain: Domain | null,
  bindings: readonly Binding[],
  names: ReadonlyMap<number, string>,
  tags: TagsByDomain,
): DomainRow {
  const binding = bindings.find(({ app }) => app === '') ?? null
  const id = binding?.templateId ?? null
  return {
    name,
    kind: domain?.kind ?? 'push',
    domain,
    binding,
    template: id === null ? null : { id, name: names.get(id) ?? null },
    appRules: bindings.filter(({ app }) => app !== '').sort((a, b) => a.app.localeCompare(b.app)),
    tags: tags.get(name) ?? [],
    changedAt: latest(bindings.flatMap(({ effect, updatedAt, createdAt }) => [effect.changedAt, updatedAt, createdAt])),
  }
}

const latest = (times: readonly (number | null)[]): number | null =>
  times.reduce((max, time) => (time === null || (max !== null && max >= time) ? max : time), null)

const liveRules = (row: DomainRow): Binding[] =>
  [row.binding, ...row.appRules].filter((rule): rule is Binding => rule !== null && rule.templateId !== null)

export const isBound = (row: DomainRow): boolean => liveRules(row).length > 0

/** The domains a template can be bound to, the unbound ones first. */
export const bindable = (rows: readonly DomainRow[]): DomainRow[] =>
  rows
    .filter(({ kind }) => kind === 'push')
    .sort((a, b) => Number(a.template !== null) - Number(b.template !== null) || a.name.localeCompare(b.name))

/** One word for the whole row: what somebody else has done weighs most, then what is still to come, then what nobody knows. */
export function standingOf(row: DomainRow, now: number): RowStanding {
  if (row.kind === 'play') return { state: 'playDomain' }
  const all = [row.binding, ...row.appRules].filter((rule): rule is Binding => rule !== null)
  const standings = all.map(({ effect }) => readEffect(effect, now))
  if (standings.some(({ state }) => state === 'drifted')) return { state: 'drifted' }
  const pending = standings.filter((standing) => standing.state === 'pending')
  const last = pending.reduce<(typeof pending)[number] | null>((a, b) => (a && a.leftMs >= b.leftMs ? a : b), null)
  if (last) return last
  const live = liveRules(row)
  if (live.length === 0) return { state: 'notBound' }
  const settled = live.map(({ effect }) => readEffect(effect, now))
  const own = row.binding?.templateId ? readEffect(row.binding.effect, now) : undefined
  const silent = settled.find(({ state }) => state === 'silent')
  return silent ?? own ?? settled.find(({ state }) => state === 'unknown') ?? settled[0] ?? { state: 'unknown' }
}

export function filterDomains(rows: readonly DomainRow[], filter: DomainFilter): DomainRow[] {
  const text = filter.text.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (filter.kind === null || row.kind === filter.kind) &&
      (filter.status === null || row.domain?.enabled === (filter.status === 'enabled')) &&
      (filter.bound === null || isInBoundFilter(row, filter.bound)) &&
      (filter.templateId === null || liveRules(row).some(({ templateId }) => templateId === filter.templateId)) &&
      (filter.tag === null || row.tags.includes(filter.tag)) &&
      matches(row, text),
  )
}

/** `push*` asks for domains that begin so; anything else may stand anywhere in what the row says. */
function matches(row: DomainRow, text: string): boolean {
  if (text === '') return true
  if (text.endsWith('*')) return row.name.toLowerCase().startsWith(text.slice(0, -1))
  return wordsOf(row).some((word) => word.toLowerCase().includes(text))
}

const isInBoundFilter = (row: DomainRow, wanted: 'yes' | 'no' | 'drifted'): boolean =>
  wanted === 'drifted' ? isDrifted(row) : isBound(row) === (wanted === 'yes')

const isDrifted = ({ binding, appRules }: DomainRow): boolean =>
  [binding, ...appRules].some((rule) => rule?.effect.state === 'drifted')

const wordsOf = (row: DomainRow): string[] => [
  row.name,
  row.template?.name ?? '',
  row.template ? String(row.template.id) : '',
  ...row.appRules.map(({ app }) => app),
  ...row.tags,
]

export const domainSortKeys = ['name', 'kind', 'status', 'template', 'apps', 'state', 'changed'] as const
export type DomainSortKey = (typeof domainSortKeys)[number]

const stateOrder: Record<RowStanding['state'], number> = {
  silent: 0,
  drifted: 0,
  pending: 1,
  unknown: 2,
  notBound: 3,
  inEffect: 4,
  playDomain: 5,
}

/** Equal rows stay in the order of their names, so that nothing jumps when data is read again. */
export function sortDomains(rows: readonly DomainRow[], sort: Sort, now: number): DomainRow[] {
  const values: Record<DomainSortKey, (row: DomainRow) => string | number | null> = {
    name: (row) => row.name,
    kind: (row) => (row.kind === 'push' ? 0 : 1),
    status: (row) => (row.domain ? Number(!row.domain.enabled) : null),
    template: (row) => (row.template ? (row.template.name ?? String(row.template.id)) : null),
    apps: (row) => row.appRules.length,
    state: (row) => stateOrder[standingOf(row, now).state],
    changed: (row) => row.changedAt,
  }
  return sortRows(sortRows(rows, { key: 'name', direction: 'asc' }, values), sort, values)
}

export interface DomainCounts {
  readonly total: number
  readonly push: number
  readonly play: number
  /** Push domains that use a template, on the whole domain or for an app. */
  readonly bound: number
}

export function countDomains(rows: readonly DomainRow[]): DomainCounts {
  const push = rows.filter(({ kind }) => kind === 'push')
  return { total: rows.length, push: push.length, play: rows.length - push.length, bound: push.filter(isBound).length }
}
