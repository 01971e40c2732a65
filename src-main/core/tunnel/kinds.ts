/** Opens whatever kind of tunnel a way is. Each kind is loaded when it is first needed. */
import { join } from 'node:path'
import type { WayConfig } from '../../contract/tunnel.ts'
import type { OpenTunnel } from './tunnel.ts'
import type { Secrets } from './way-secrets.ts'

export interface KindParts {
  /** For what must be found again after a crash, such as the number of a process. */
  readonly dataDir: string
}

/** null for a way that the desk runs nothing for. */
export type OpenWay = (id: string, config: WayConfig, secrets: () => Secrets) => OpenTunnel | null

export function createOpenWay({ dataDir }: KindParts): OpenWay {
  return (id, config, secrets) => {
    switch (config.kind) {
      case 'own':
        return null
      case 'ssh':
        return async (options) => (await import('./ssh.ts')).openSsh(config, secrets())(options)
      case 'cloudflared':
        return async (options) => {
          const pidFile = join(dataDir, `cloudflared-${id.replaceAll(/[^\w-]/g, '')}.pid`)
          return (await import('./cloudflared.ts')).openCloudflared(config, secrets(), { pidFile })(options)
        }
      case 'ngrok':
        return async (options) => (await import('./ngrok.ts')).openNgrok(config, secrets())(options)
    }
  }
}
