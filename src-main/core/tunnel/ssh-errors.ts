/** What goes wrong on the way to a server and with it, each with its own code. */
import { AppError, type ErrorCode } from '../../contract/errors.ts'

const bySystemCode: Record<string, ErrorCode> = {
  ENOTFOUND: 'tunnel.hostUnknown',
  EAI_AGAIN: 'tunnel.hostUnknown',
  EAI_FAIL: 'tunnel.hostUnknown',
  ECONNREFUSED: 'tunnel.connectRefused',
  EHOSTUNREACH: 'tunnel.noRoute',
  ENETUNREACH: 'tunnel.noRoute',
  EHOSTDOWN: 'tunnel.noRoute',
  EADDRNOTAVAIL: 'tunnel.noRoute',
  ENETDOWN: 'tunnel.noRoute',
  ETIMEDOUT: 'tunnel.noAnswer',
}

export interface Place {
  readonly host: string
  readonly port: number
}

export function connectError(error: unknown, { host, port }: Place): AppError {
  const { code = '', message = '' } = error as NodeJS.ErrnoException
  return new AppError(bySystemCode[code] ?? 'tunnel.lost', {
    params: { host, port },
    details: { message: code || message },
    cause: error,
  })
}

/** An error of ssh2; its `level` says which layer it comes from. */
export function sshError(error: Error & { level?: string; code?: string }, place: Place, user: string): AppError {
  const { host, port } = place
  const more = { details: { message: error.message }, cause: error }
  switch (error.level) {
    case 'client-authentication':
      return new AppError('tunnel.loginRefused', { params: { host, user }, ...more })
    case 'client-timeout':
      return new AppError('tunnel.noAnswer', { params: { host, port }, ...more })
    case 'agent':
      return new AppError('tunnel.agentMissing', more)
    case 'protocol':
    case 'handshake':
      return new AppError('tunnel.notSsh', { params: { host, port }, ...more })
  }
  return error.code ? connectError(error, place) : new AppError('tunnel.lost', { params: { host, port }, ...more })
}
