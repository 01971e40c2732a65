/** Carries each connection the server hands over to the receiver on this machine. */
import { connect } from 'node:net'
import type { AcceptConnection, Client, ClientChannel, RejectConnection, TcpConnectionDetails } from 'ssh2'
import { mostConnections } from '../most-connections.ts'
import { createSources } from './ssh-sources.ts'

export interface Forward {
  /** Takes nothing new and resolves once what is under way has ended, or after `graceMs`. */
  drain(graceMs: number): Promise<void>
}

export function carryConnections(client: Client, localPort: () => number | null): Forward {
  const channels = new Set<ClientChannel>()
  const sources = createSources()
  let isDraining = false
  let drained = () => {}

  client.on(
    'tcp connection',
    ({ srcIP }: TcpConnectionDetails, accept: AcceptConnection<ClientChannel>, reject: RejectConnection) => {
      const port = localPort()
      if (isDraining || port === null || channels.size >= mostConnections || !sources.admits(srcIP)) return reject()
      const channel = accept()
      channels.add(channel)
      const onTaken = () => sources.prove(srcIP)
      const onEnd = () => {
        sources.left(srcIP)
        channels.delete(channel)
        if (channels.size === 0) drained()
      }
      join(channel, port, { onTaken, onEnd })
    },
  )

  return {
    async drain(graceMs) {
      isDraining = true
      if (channels.size === 0) return
      await new Promise<void>((resolve) => {
        drained = resolve
        setTimeout(resolve, graceMs).unref()
      })
    },
  }
}

/** How the receiver answers what it has taken. */
const taken = 'HTTP/1.1 200'

/** Both directions until both have ended; an error on one side ends the other. */
function join(channel: ClientChannel, port: number, { onTaken, onEnd }: { onTaken(): void; onEnd(): void }): void {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.setNoDelay(true)
  socket.once('data', (answer) => {
    if (answer.toString('latin1', 0, taken.length) === taken) onTaken()
  })
  const end = () => {
    socket.destroy()
    channel.destroy()
  }
  socket.on('error', end).on('close', () => channel.end())
  channel.on('error', end).on('close', () => {
    socket.destroy()
    onEnd()
  })
  channel.pipe(socket)
  socket.pipe(channel)
}
