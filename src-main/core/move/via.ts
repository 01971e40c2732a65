/** By which of two public addresses a delivery came, from what it says of itself. Pure. */

export interface Delivered {
  readonly headers: readonly (readonly [string, string])[]
  /** As it was asked for. */
  readonly path: string
}

/**
 * `unknown` when a proxy in front has put its own name there (nginx does so unless told otherwise), or when the two
 * differ in a prefix that it takes away.
 */
export function cameBy({ headers, path }: Delivered, to: string, from: string): 'new' | 'old' | 'unknown' {
  const [next, former] = [new URL(to), new URL(from)]
  if (next.host !== former.host) {
    const named = [headerOf(headers, 'x-forwarded-host'), headerOf(headers, 'host')].map((name) => plain(name))
    if (named.includes(plain(next.host))) return 'new'
    return named.includes(plain(former.host)) ? 'old' : 'unknown'
  }
  const begins = (url: URL) => path.startsWith(`${url.pathname.replace(/\/+$/, '')}/c/`)
  if (begins(next) === begins(former)) return 'unknown'
  return begins(next) ? 'new' : 'old'
}

const headerOf = (headers: Delivered['headers'], wanted: string): string =>
  headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? ''

/** Without the default ports, which some proxies write out. */
const plain = (host: string): string =>
  host
    .trim()
    .toLowerCase()
    .replace(/:(80|443)$/, '')
