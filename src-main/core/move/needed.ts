/** Which templates must move, and what is written down of one before it does. Pure. */
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { StoredMove } from '../store/template-moves.ts'
import { baseOf, type Needed, untold } from './items.ts'

export interface SeenTemplate {
  readonly id: number
  readonly name: string
  readonly urls: TemplateUrls
}

export interface DeskUrls {
  former(urls: TemplateUrls): UrlGroup[]
  moved(url: string): string | null
}

/** The URLs with those this desk made brought to the address it has now, as far as the site lets them be set. */
export function bringHere(site: Site, { moved }: DeskUrls): (urls: TemplateUrls) => TemplateUrls {
  const isSettable = (group: UrlGroup) => sites[site].settable.includes(group)
  return (urls) =>
    Object.fromEntries(
      (Object.entries(urls) as [UrlGroup, string][]).map(([group, url]) => [
        group,
        isSettable(group) ? (moved(url) ?? url) : url,
      ]),
    )
}

export function toNeeded(
  { id, name, urls }: SeenTemplate,
  site: Site,
  { former }: DeskUrls,
  uses: (templateId: number) => number,
): Needed[] {
  const groups = former(urls)
  const first = groups[0] && urls[groups[0]]
  if (first === undefined) return []
  const movable = groups.filter((group) => sites[site].settable.includes(group))
  return [
    {
      templateId: id,
      name,
      urls: Object.fromEntries(movable.map((group) => [group, urls[group] ?? ''])),
      stuck: groups.filter((group) => !movable.includes(group)),
      from: baseOf(first),
      bindings: uses(id),
    },
  ]
}

/** A template that was on its way to yet another address keeps the URLs by which events last came. */
export function toQueued(accountId: string, each: Needed, known: StoredMove | null, to: string): StoredMove {
  const isUnderWay = known !== null && known.state !== 'confirmed' && known.state !== 'left'
  return {
    accountId,
    templateId: each.templateId,
    name: each.name,
    fromBase: isUnderWay ? known.fromBase : each.from,
    toBase: to,
    urls: isUnderWay ? { ...each.urls, ...known.urls } : each.urls,
    bindings: each.bindings,
    state: 'queued',
    ...untold,
  }
}
