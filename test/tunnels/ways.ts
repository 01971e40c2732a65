/** Ways to a server as a person enters them: tried, saved and switched to. */
import type { CheckItem, SshWay, WayConfig, WayDraft } from '../../src-main/contract/tunnel.ts'
import type { Sshd } from '../support/sshd.ts'
import type { TunnelDesk } from './desk.ts'

export const wayTo = (sshd: Sshd, remotePort: number, more: Partial<SshWay> = {}): SshWay => ({
  kind: 'ssh',
  url: `http://127.0.0.1:${remotePort}`,
  host: '127.0.0.1',
  port: sshd.port,
  user: sshd.user,
  auth: 'key',
  keyFile: sshd.keyFile,
  remoteBind: '127.0.0.1',
  remotePort,
  hostKey: { type: 'ssh-ed25519', fingerprint: sshd.fingerprint() },
  ...more,
})

type Secrets = WayDraft['secrets']

/** Every item of a check, in order. */
export function check(desk: TunnelDesk, config: WayConfig, secrets: Secrets = {}): Promise<CheckItem[]> {
  return new Promise((resolve) => {
    const items: CheckItem[] = []
    desk.client.tunnel.check(
      { name: 'check', config, secrets },
      { onItem: (item) => items.push(item), onEnd: () => resolve(items) },
    )
  })
}

/** Saves a way and switches to it. */
export async function use(desk: TunnelDesk, name: string, config: WayConfig, secrets: Secrets = {}): Promise<string> {
  const { id } = await desk.client.tunnel.save({ name, config, secrets })
  await desk.client.tunnel.activate({ id })
  return id
}

export const isUp = (desk: TunnelDesk, id: string): boolean => desk.state()?.id === id && desk.state()?.state === 'up'

/** The steps of a check that were right, and the code of the one that was not. */
export const told = (items: readonly CheckItem[]): string =>
  [
    ...items.filter(({ state }) => state === 'ok').map(({ step }) => step),
    ...items.flatMap(({ error }) => (error ? [error.code] : [])),
  ].join(' ')
