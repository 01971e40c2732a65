/** What the system and ssh2 say, as the code that has a sentence: above all what no test on one machine can bring about. */
import { describe, expect, it } from 'vitest'
import { connectError, sshError } from '../../../src-main/core/tunnel/ssh-errors.ts'

const place = { host: 'server.example.com', port: 22 }
const failure = (code: string, level?: string) =>
  Object.assign(new Error(`it failed: ${code}`), { code, ...(level !== undefined && { level }) })

describe('what goes wrong on the way to a server', () => {
  it.each([
    ['ENETUNREACH', 'tunnel.noRoute'],
    ['EHOSTUNREACH', 'tunnel.noRoute'],
    ['ENETDOWN', 'tunnel.noRoute'],
    ['ENOTFOUND', 'tunnel.hostUnknown'],
    ['EAI_AGAIN', 'tunnel.hostUnknown'],
    ['ECONNREFUSED', 'tunnel.connectRefused'],
    ['ETIMEDOUT', 'tunnel.noAnswer'],
    ['ESOMETHINGNEW', 'tunnel.lost'],
  ])('%s is %s, with host and port', (code, expected) => {
    expect(connectError(failure(code), place)).toMatchObject({ code: expected, params: place })
    // A connection that stood and fails of it later is told the same way.
    expect(sshError(failure(code, 'client-socket'), place, 'desk').code).toBe(expected)
  })

  it.each([
    ['client-authentication', 'tunnel.loginRefused'],
    ['client-timeout', 'tunnel.noAnswer'],
    ['protocol', 'tunnel.notSsh'],
    ['handshake', 'tunnel.notSsh'],
  ])('at the layer %s is %s, with the words of ssh2', (level, expected) => {
    const error = sshError(failure('', level), place, 'desk')
    expect(error).toMatchObject({ code: expected, details: { message: 'it failed: ' } })
  })
})
