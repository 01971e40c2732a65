/**
 * Whether a request was meant for this desk and comes from its own page. The Host list defeats DNS
 * rebinding, the Origin list other sites (security B3, B4). Node accepts several Host headers and hands on
 * the first, so they are counted here.
 */
import type { IncomingMessage } from 'node:http'

const hosts = (port: number): readonly string[] => [`127.0.0.1:${port}`, `localhost:${port}`]

function values(request: IncomingMessage, name: string): string[] {
  const found: string[] = []
  for (let at = 0; at < request.rawHeaders.length; at += 2)
    if (request.rawHeaders[at]?.toLowerCase() === name) found.push(request.rawHeaders[at + 1] ?? '')
  return found
}

export function isForUs(request: IncomingMessage, port: number): boolean {
  const [host, ...more] = values(request, 'host')
  return host !== undefined && more.length === 0 && hosts(port).includes(host) && request.url?.startsWith('/') === true
}

/** `none` when there is no Origin header, as in a plain navigation. */
export function originOf(request: IncomingMessage): 'own' | 'foreign' | 'none' {
  const [origin, ...more] = values(request, 'origin')
  if (origin === undefined) return 'none'
  return more.length === 0 && origin === `http://${request.headers.host}` ? 'own' : 'foreign'
}

export function cookieOf(request: IncomingMessage, name: string): string | null {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? null
}
