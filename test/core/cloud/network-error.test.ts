/** Whether a failure says that the cloud was never reached: only then is a change known not to have been made. */
import { expect, it } from 'vitest'
import { networkError } from '../../../src-main/core/cloud/network-error.ts'

const url = new URL('https://live.tencentcloudapi.com')
const codeOf = (code: string, syscall: string, proxy: URL | null = null) =>
  networkError(Object.assign(new Error(`${syscall} ${code}`), { code, syscall }), url, proxy).code

it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETDOWN'])('%s while connecting is no connection', (code) => {
  expect(codeOf(code, 'connect')).toBe('cloud.connect')
  expect(codeOf(code, 'connect', new URL('http://proxy.example'))).toBe('cloud.proxy')
})

it.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETDOWN'])(
  '%s of a connection that stood leaves open what was done',
  (code) => {
    expect(codeOf(code, 'read')).toBe('cloud.reset')
    expect(codeOf(code, 'write', new URL('http://proxy.example'))).toBe('cloud.reset')
  },
)

it('a failure of TLS is one also where it is told as one of writing', () => {
  expect(codeOf('EPROTO', 'write')).toBe('cloud.tls')
})
