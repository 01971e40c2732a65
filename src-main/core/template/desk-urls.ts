/** Which callback URLs are this desk's, and making new ones: `{base}/c/{slot}.{mac}/{group}`. */
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { Paths } from '../receiver/paths.ts'

export interface DeskUrls {
  /** The slot of a URL this desk made, whatever address it was reachable under then; null for all others. */
  slotOf(url: string): string | null
  /** Groups whose URL leads to this desk under the address it has now. */
  here(urls: TemplateUrls): UrlGroup[]
  /** Groups whose URL this desk made under an address it does not have now. Without an address none counts as former. */
  former(urls: TemplateUrls): UrlGroup[]
  /** The same URL under the address the desk has now; null when it has none, or did not make the URL. */
  moved(url: string): string | null
  /** The slot is asked for only when there is an address to go with it. */
  make(askSlot: () => string, site: Site): { base: string | null; urls: TemplateUrls }
}

/** `address` is the public base URL of this desk for the active account; null while it has none. */
export function createDeskUrls(paths: Pick<Paths, 'pathFor' | 'read'>, address: () => string | null): DeskUrls {
  const base = () => address()?.replace(/\/+$/, '') ?? null
  const slotOf = (url: string) => (URL.canParse(url) ? (paths.read(new URL(url).pathname)?.slot ?? null) : null)

  return {
    slotOf,
    here(urls) {
      const prefix = base()
      if (prefix === null) return []
      return entriesOf(urls).flatMap(([group, url]) =>
        url.startsWith(`${prefix}/c/`) && slotOf(url) !== null ? [group] : [],
      )
    },
    former(urls) {
      const prefix = base()
      if (prefix === null) return []
      return entriesOf(urls).flatMap(([group, url]) =>
        !url.startsWith(`${prefix}/c/`) && slotOf(url) !== null ? [group] : [],
      )
    },
    moved(url) {
      const prefix = base()
      if (prefix === null || slotOf(url) === null) return null
      return prefix + url.slice(url.lastIndexOf('/c/'))
    },
    make(askSlot, site) {
      const prefix = base()
      if (prefix === null) return { base: null, urls: {} }
      const slot = askSlot()
      const urls = sites[site].settable.map((group) => [group, prefix + paths.pathFor(slot, group)])
      return { base: prefix, urls: Object.fromEntries(urls) }
    },
  }
}

export const entriesOf = (urls: TemplateUrls): [UrlGroup, string][] => Object.entries(urls) as [UrlGroup, string][]
