import { describe, expect, it } from 'vitest'
import { type Way, WayDraft } from '../../../../src-main/contract/tunnel.ts'
import { useWayForm } from '../../../../src-renderer/components/tunnel/way-form.ts'

const server: Way = {
  id: 'a',
  name: 'Office',
  config: {
    kind: 'ssh',
    url: 'https://cb.example.com',
    host: 'server.example.com',
    port: 2222,
    user: 'desk',
    auth: 'password',
    keyFile: '',
    remoteBind: '127.0.0.1',
    remotePort: 8787,
    hostKey: { type: 'ssh-ed25519', fingerprint: `SHA256:${'A'.repeat(43)}` },
  },
  secrets: ['password'],
}

describe('a way while it is entered', () => {
  it('comes out as it went in, and leaves a stored secret alone', () => {
    const { draft } = useWayForm(server)
    expect(draft.value).toEqual({ id: 'a', name: 'Office', config: server.config, secrets: {} })
  })

  it('asks for what is missing of a server', () => {
    const { problems, draft } = useWayForm(null)
    expect(problems.value).toMatchObject({ host: 'host', user: 'user', url: 'url' })
    expect(draft.value).toBeNull()
  })

  it('is what the desk accepts, for each kind', () => {
    const { fields, draft } = useWayForm(null)
    Object.assign(fields, {
      host: 'server.example.com',
      user: 'desk',
      url: 'https://cb.example.com',
      domain: 'a.ngrok.app',
      token: 'tok',
    })
    for (const kind of ['ssh', 'own', 'cloudflared', 'ngrok'] as const) {
      fields.kind = kind
      expect(WayDraft.safeParse(draft.value).success, kind).toBe(true)
    }
  })

  it('is named after where it leads unless a person names it', () => {
    const { fields, draft } = useWayForm(null)
    Object.assign(fields, { kind: 'own', url: 'https://cb.example.com' })
    expect(draft.value?.name).toBe('cb.example.com')
    fields.name = 'frp'
    expect(draft.value?.name).toBe('frp')
  })

  it.each(['0', '65536', '22x', '', '-1'])('takes %j for no port', (port) => {
    const { fields, problems } = useWayForm(server)
    fields.port = port
    expect(problems.value.port).toBe('port')
  })

  it('sends only the secret that its login needs', () => {
    const { fields, draft } = useWayForm(server)
    Object.assign(fields, { password: 'p', passphrase: 'q', token: 't' })
    expect(draft.value?.secrets).toEqual({ password: 'p' })
    Object.assign(fields, { auth: 'key', keyFile: '~/.ssh/id_ed25519' })
    expect(draft.value?.secrets).toEqual({ passphrase: 'q' })
  })

  it('needs an address where the receiver shall listen on one address', () => {
    const { fields, problems, draft } = useWayForm(null)
    Object.assign(fields, { kind: 'own', url: 'https://cb.example.com', bind: 'other', bindAddress: 'eth0' })
    expect(problems.value.bindAddress).toBe('address')
    fields.bindAddress = '192.0.2.7'
    expect(draft.value?.config).toMatchObject({ bind: '192.0.2.7' })
  })
})
