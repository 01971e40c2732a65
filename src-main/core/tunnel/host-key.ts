/** A server's key: what it is called, and whether it is the one the person has confirmed (security T1). */
import { createHash } from 'node:crypto'
import type { ServerHostKeyAlgorithm } from 'ssh2'
import { AppError } from '../../contract/errors.ts'
import type { HostKey } from '../../contract/tunnel.ts'

/** Of a key as the server sends it (RFC 4253, 6.6: its type as a string, then its numbers). */
export function describeKey(key: Buffer): HostKey {
  const length = key.readUInt32BE(0)
  return {
    type: key.subarray(4, 4 + length).toString('latin1'),
    fingerprint: `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`,
  }
}

/** Why a key that was shown must not be trusted; null when it is the one confirmed. */
export function judgeKey(shown: HostKey, confirmed: HostKey | null, host: string): AppError | null {
  if (confirmed?.fingerprint === shown.fingerprint) return null
  const params = { host, type: shown.type, fingerprint: shown.fingerprint }
  if (confirmed === null) return new AppError('tunnel.hostKeyUnknown', { params })
  return new AppError('tunnel.hostKeyChanged', { params: { ...params, confirmed: confirmed.fingerprint } })
}

/** The algorithms under which a server shows a key of this type, to be asked for first. */
export const algorithmsFor = (type: string): ServerHostKeyAlgorithm[] =>
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type as ServerHostKeyAlgorithm]
