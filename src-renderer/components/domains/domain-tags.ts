/** Tags as data: by domain, counted over a choice of domains. Pure. */
import type { DomainTags } from '../../../src-main/contract/domains.ts'

export interface TagCount {
  readonly tag: string
  /** On how many of the domains asked about. */
  readonly count: number
}

export type TagsByDomain = ReadonlyMap<string, readonly string[]>

export const byDomain = (items: readonly DomainTags[]): TagsByDomain =>
  new Map(items.map(({ domain, tags }) => [domain, tags]))

export const allTags = (tags: TagsByDomain): string[] =>
  [...new Set([...tags.values()].flat())].sort((a, b) => a.localeCompare(b))

export function countTags(tags: TagsByDomain, domains: readonly string[]): TagCount[] {
  const own = domains.flatMap((domain) => tags.get(domain) ?? [])
  const counts = Map.groupBy(own, (tag) => tag)
  return [...counts].map(([tag, each]) => ({ tag, count: each.length })).sort((a, b) => a.tag.localeCompare(b.tag))
}
