/** Where a way is reached from the internet, as far as its configuration says it. */
import type { WayConfig } from '../../contract/tunnel.ts'

/** null for a quick tunnel, whose address is known only once it stands. */
export function urlOf(config: WayConfig): string | null {
  if (config.kind === 'ngrok') return `https://${config.domain}`
  return config.kind === 'cloudflared' && config.mode === 'quick' ? null : config.url
}

/** What only one tunnel at a time can hold, such as a port of a server; null where any number can stand. */
export function resourceOf(config: WayConfig): string | null {
  if (config.kind === 'ssh') return `ssh ${config.host}:${config.port} ${config.remotePort}`
  return config.kind === 'ngrok' ? `ngrok ${config.domain}` : null
}
