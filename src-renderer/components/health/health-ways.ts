/** Where a link is mended that this desk cannot mend with a call of its own, or seen more closely. */
import type { RouteLocationRaw } from 'vue-router'
import type { HealthLink, HealthLinkName } from '../../../src-main/contract/health.ts'
import type { Site } from '../../../src-main/contract/sites.ts'
import { blockerOf } from './health-rows.ts'

export type Way =
  | { readonly name: 'receiver' | 'streams' | 'templates'; readonly to: RouteLocationRaw }
  | { readonly name: 'drift' | 'again' }
  | { readonly name: 'before'; readonly link: HealthLinkName }
  | { readonly name: 'console'; readonly url: string }

/** The two sites' consoles have accounts of their own (css-api, section 9). */
const consoles: Readonly<Record<Site, string>> = {
  cn: 'https://console.cloud.tencent.com/live',
  intl: 'https://console.tencentcloud.com/live',
}

export const isWithoutChoice = ({ fix }: HealthLink): boolean =>
  fix !== null && (fix.kind === 'bind' || fix.kind === 'bindSnapshots') && fix.choices.length === 0

export function wayOf(domain: string, link: HealthLink, site: Site): Way | null {
  if (isWithoutChoice(link))
    return link.fix?.kind === 'bind'
      ? { name: 'templates', to: { name: 'templates', query: { edit: 'new' } } }
      : { name: 'console', url: consoles[site] }
  switch (link.reason) {
    case 'blocked':
      return { name: 'before', link: blockerOf(link.link) }
    case 'notRead':
      return { name: 'again' }
    case 'noAddress':
    case 'addressFailed':
      return { name: 'receiver', to: { name: 'settings', params: { section: 'receiver' } } }
    case 'drifted':
      return { name: 'drift' }
    case 'silent':
      return { name: 'streams', to: { name: 'streams', query: { domain, q: String(link.params.stream ?? '') } } }
    case 'noEventYet':
    case 'unwatched':
      return { name: 'streams', to: { name: 'streams', query: { domain } } }
    case 'noPictureYet':
      return { name: 'console', url: consoles[site] }
    default:
      return null
  }
}
