/** Ways and their states for the tests of this folder, and the desk that shows them. */
import type { Role } from '../../../../src-main/contract/define.ts'
import type { DeskStatus } from '../../../../src-main/contract/desk.ts'
import type { Way, WayState } from '../../../../src-main/contract/tunnel.ts'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'

export const fingerprint = (letter: string) => `SHA256:${letter.repeat(43)}`

export const server: Way = {
  id: 'server',
  name: 'Office server',
  config: {
    kind: 'ssh',
    url: 'https://cb.example.com',
    host: 'server.example.com',
    port: 22,
    user: 'desk',
    auth: 'password',
    keyFile: '',
    remoteBind: '127.0.0.1',
    remotePort: 8787,
    hostKey: { type: 'ssh-ed25519', fingerprint: fingerprint('A') },
  },
  secrets: ['password'],
}
export const frp: Way = {
  id: 'frp',
  name: 'frp',
  config: { kind: 'own', url: 'https://frp.example.com', bind: '127.0.0.1' },
  secrets: [],
}

export const wayState = (more: Partial<WayState> = {}): WayState => ({
  id: 'server',
  name: 'Office server',
  kind: 'ssh',
  state: 'up',
  url: 'https://cb.example.com',
  attempt: 1,
  since: Date.now() - 60_000,
  nextTryAt: null,
  error: null,
  ...more,
})

/** As if the desk had just said so. */
export function tellDesk(tunnel: Partial<DeskStatus['receiver']['tunnel']> = {}, role: Role = 'operator'): void {
  const desk = useDeskStore()
  desk.info = { version: '1', host: 'headless', role, platform: 'linux', runtime: 'Node' }
  desk.status = {
    receiver: { local: 'http://127.0.0.1:8787', tunnel: { active: null, previous: null, ...tunnel } },
  } as DeskStatus
}
