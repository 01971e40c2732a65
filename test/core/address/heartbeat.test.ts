/** What can stand at a public address instead of this desk, each with real sockets: told apart and named. */
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { sendHeartbeat } from '../../../src-main/core/address/heartbeat.ts'
import { postThrough } from '../../../src-main/core/address/post.ts'
import { createPaths } from '../../../src-main/core/receiver/paths.ts'
import { createCertificate } from '../../support/certificate.ts'

const paths = createPaths(Buffer.alloc(32, 1))
const slot = paths.newSlot()

const beat = (base: string, post = postThrough) => sendHeartbeat({ base, post, slot, paths })

async function listen(server: ReturnType<typeof createServer>, scheme = 'http'): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const answering = (handle: RequestListener) => listen(createServer(handle))

const desk: RequestListener = async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  response.end(JSON.stringify({ answer: paths.heartbeatAnswer(JSON.parse(body).nonce) }))
}

describe('a heartbeat', () => {
  it('comes back from this desk', async () => {
    expect(await beat(await answering(desk))).toBeNull()
  })

  it.each([502, 503, 504, 500])('names a proxy that answers %i', async (status) => {
    const base = await answering((_request, response) => response.writeHead(status).end('<html>bad gateway'))
    expect(await beat(base)).toMatchObject({ code: 'receiver.addressGateway', params: { status } })
  })

  it.each([401, 403, 404, 405, 204])('names a refusal of %i', async (status) => {
    const base = await answering((_request, response) => response.writeHead(status).end())
    expect(await beat(base)).toMatchObject({ code: 'receiver.addressRefuses', params: { status } })
  })

  it('shows where a redirect leads, without the token', async () => {
    const base = await answering((request, response) =>
      response.writeHead(301, { Location: `https://www.example.com${request.url}` }).end(),
    )
    const error = await beat(base)
    expect(error).toMatchObject({
      code: 'receiver.addressRedirects',
      params: { status: 301, location: 'https://www.example.com/…' },
    })
  })

  it('says so when a redirect leads nowhere', async () => {
    const base = await answering((_request, response) => response.writeHead(302).end())
    expect((await beat(base))?.params).toMatchObject({ location: '?' })
  })

  it('names somebody else’s page', async () => {
    const base = await answering((_request, response) => response.end('<html>Welcome to nginx'))
    expect(await beat(base)).toMatchObject({ code: 'receiver.addressForeign' })
  })

  it.each([
    ['made by nobody known', {}, /self[- ]signed|unable to verify/i],
    ['that has expired', { validTo: Date.now() - 86_400_000 }, /expired|self[- ]signed|verify/i],
  ])('gives the reason of a certificate %s', async (_what, validity, reason) => {
    const { key, cert } = createCertificate([], validity)
    const base = await listen(createSecureServer({ key, cert }, desk) as ReturnType<typeof createServer>, 'https')
    const error = await beat(base)
    expect(error?.code).toBe('receiver.addressTls')
    expect(String(error?.params.reason)).toMatch(reason)
    expect(String(error?.params.reason)).not.toMatch(/\.$/)
  })

  it('gives the reason of a certificate made for another name', async () => {
    const { key, cert } = createCertificate(['other.example.com'])
    const known = getCACertificates('default')
    setDefaultCACertificates([...known, cert])
    onTestFinished(() => setDefaultCACertificates(known))
    const base = await listen(createSecureServer({ key, cert }, desk) as ReturnType<typeof createServer>, 'https')
    expect(await beat(base)).toBeNull()
    const error = await beat(base.replace('127.0.0.1', 'localhost'))
    expect(error).toMatchObject({ code: 'receiver.addressTls', params: { reason: expect.stringMatching(/altnames/) } })
  })

  it('names a port where nothing listens', async () => {
    expect(await beat('http://127.0.0.1:1')).toMatchObject({
      code: 'receiver.addressClosed',
      params: { host: '127.0.0.1:1' },
    })
  })

  it('names a name that DNS does not know', async () => {
    expect(await beat('http://no-such-name.invalid')).toMatchObject({
      code: 'receiver.addressDns',
      params: { host: 'no-such-name.invalid' },
    })
  })

  it.each([
    ['cloud.timeout', 'receiver.addressTimeout'],
    ['cloud.proxy', 'receiver.addressProxy'],
    ['cloud.reset', 'receiver.addressUnreachable'],
    ['cloud.notJson', 'receiver.addressUnreachable'],
  ] as const)('passes on what else went wrong on the way: %s', async (from, to) => {
    const failing = async () => {
      throw new AppError(from, { params: { proxy: 'proxy:3128' }, details: { message: 'made up.' } })
    }
    expect(await beat('http://cb.example.com', failing)).toMatchObject({
      code: to,
      params: { host: 'cb.example.com', reason: 'made up', proxy: 'proxy:3128' },
    })
  })
})
