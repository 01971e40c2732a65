/**
 * The practice cloud's whole internet: a map from host names to local addresses. A callback URL whose host
 * is not in it does not resolve, exactly as a mistyped name would not in the real cloud.
 */
import { checkUrl } from '../contract/template-rules.ts'

export interface Addresses {
  /** Adds names, or moves them to another address. */
  add(more: Readonly<Record<string, string>>): void
  /** Where to connect for a URL; null when its host does not resolve. */
  find(url: URL): { host: string; port: number } | null
  /** Why the cloud would refuse to store it: 'malformed' (InvalidParameter) or 'unsafe' (UrlNotSafe). */
  judge(url: string): 'ok' | 'malformed' | 'unsafe'
}

const target = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\]):(\d{1,5})$/

/** The practice cloud connects to this machine only, whatever it is told. */
export const isTarget = (text: unknown): text is string => typeof text === 'string' && target.test(text)

export function createAddresses(resolve: Readonly<Record<string, string>>, publicHosts: readonly string[]): Addresses {
  const known = new Map<string, string>()
  const add = (more: Readonly<Record<string, string>>) => {
    for (const [host, address] of Object.entries(more)) if (isTarget(address)) known.set(host.toLowerCase(), address)
  }
  add(resolve)
  return {
    add,
    find: (url) => {
      const [, host, port] = target.exec(known.get(url.hostname) ?? '') ?? []
      return host && port ? { host: host.replace(/[[\]]/g, ''), port: Number(port) } : null
    },
    judge: (text) => {
      const errors = checkUrl(text).filter(({ severity }) => severity === 'error')
      if (errors.some(({ code }) => code === 'url.malformed' || code === 'url.scheme')) return 'malformed'
      if (errors.length > 0) return 'unsafe'
      const { hostname } = new URL(text)
      return known.has(hostname) || publicHosts.includes(hostname) ? 'ok' : 'unsafe'
    },
  }
}
