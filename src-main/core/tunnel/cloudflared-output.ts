/**
 * What cloudflared writes to its standard error, line by line, and what that means. The sentences are those of
 * its own source and issues (developers.cloudflare.com/tunnel, github.com/cloudflare/cloudflared #426, #555, #972).
 */
import type { ErrorCode } from '../../contract/errors.ts'

export type Line =
  | { readonly means: 'url'; readonly url: string }
  | { readonly means: 'metrics'; readonly address: string }
  | { readonly means: 'registered' }
  | { readonly means: 'error'; readonly code: ErrorCode }

const errors: readonly [RegExp, ErrorCode][] = [
  [/429 Too Many Requests|error code: 1015|too many requests/i, 'tunnel.cloudflaredRateLimited'],
  [/Tunnel token is not valid|Unauthorized: |Invalid tunnel secret|tunnel not found/i, 'tunnel.cloudflaredToken'],
  [
    /no such host|i\/o timeout|dial tcp|network is unreachable|connection refused|failed to (dial|request quick tunnel)|no recent network activity|context deadline exceeded|unable to (reach|establish connection with)/i,
    'tunnel.cloudflaredNetwork',
  ],
]

/** null for what says nothing the desk needs. */
export function readLine(line: string): Line | null {
  const url = /https:\/\/[a-z0-9-]+\.trycloudflare\.com(?![\w.-])/.exec(line)?.[0]
  // The same host of theirs is named in failures to ask it for a tunnel.
  if (url && !/api\.trycloudflare\.com/.test(line)) return { means: 'url', url }
  const metrics = /Starting metrics server on (\S+?)\/metrics/.exec(line)?.[1]
  if (metrics) return { means: 'metrics', address: metrics }
  if (/Registered tunnel connection|Connection [0-9a-f-]{36} registered/.test(line)) return { means: 'registered' }
  const code = errors.find(([pattern]) => pattern.test(line))?.[1]
  return code ? { means: 'error', code } : null
}

/** "cloudflared version 2024.6.1 (built …)" as numbers; null for anything else. */
export function readVersion(text: string): readonly number[] | null {
  const found = /version (\d+)\.(\d+)\.(\d+)/.exec(text)
  return found ? found.slice(1).map(Number) : null
}

export const isOlder = (version: readonly number[], least: readonly number[]): boolean => {
  const at = least.findIndex((number, index) => version[index] !== number)
  return at >= 0 && (version[at] ?? 0) < (least[at] ?? 0)
}
