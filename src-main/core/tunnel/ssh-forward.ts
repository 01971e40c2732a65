/** Carries each connection the server hands over to the receiver on this machine. */
import { connect } from 'node:net'
import type { AcceptConnection, Client, ClientChannel, RejectConnection, TcpConnectionDetails } from 'ssh2'

/** Connections carried at once; the receiver itself takes 512 (security W9). */
const maxChannels = 256

export interface Forward {
  /** Takes nothing new and resolves once what is under way has ended, or after `graceMs`. */
  drain(graceMs: number): Promise<void>
}

export function carryConnections(client: Client, localPort: () => number | null): Forward {
  const channels = new Set<ClientChannel>()
  let isDraining = false
  let drained = () => {}

  client.on(
    'tcp connection',
    (_details: TcpConnectionDetails, accept: AcceptConnection<ClientChannel>, reject: RejectConnection) => {
      const port = localPort()
      if (isDraining || port === null || channels.size >= maxChannels) return reject()
      const channel = accept()
      channels.add(channel)
      join(channel, port, () => {
        channels.delete(channel)
        if (channels.size === 0) drained()
      })
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

/** Both directions until both have ended; an error on one side ends the other. */
function join(channel: ClientChannel, port: number, onEnd: () => void): void {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.setNoDelay(true)
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
