/** Test events to servers of every kind, over real HTTP and TLS. */
import { createHash } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { UrlGroup, urlGroups } from '../../../src-main/contract/sites.ts'
import type { ActiveAccount } from '../../../src-main/core/active-account.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import { maskCredentials } from '../../../src-main/core/events/mask.ts'
import { readCertificate } from '../../../src-main/core/template/certificate.ts'
import { createTester } from '../../../src-main/core/template/send-test.ts'
import { createSentTests } from '../../../src-main/core/template/sent-tests.ts'
import { createTestPoster, type TestPoster } from '../../../src-main/core/template/test-post.ts'
import { createRecordedLog } from '../../fakes/log.ts'
import { createCertificate } from '../../support/certificate.ts'

const key = ['made', 'up', 'key', '0123456789'].join('')
const at = Date.UTC(2026, 10, 22, 12)

interface Heard {
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** Answers as told and keeps what came. */
async function serverThat(answer: RequestListener, tls?: ReturnType<typeof createCertificate>) {
  const heard: Heard[] = []
  const listener: RequestListener = (request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      heard.push({ headers: request.headers, body })
      answer(request, response)
    })
  }
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}/notify?action=x`, heard, close: () => server.close() }
}

function testerFor(
  url: string,
  more: { key?: string; bound?: boolean; timeoutMs?: number; domain?: string | null; poster?: TestPoster } = {},
) {
  const template = {
    id: 1000,
    name: 'events',
    description: '',
    urls: Object.fromEntries(UrlGroup.options.map((group) => [group, url])),
    recordExceptionLevels: [],
    key: more.key ?? key,
  }
  const rules = more.bound
    ? [{ domain: 'bound.example.com', app: 'shows', templateId: 1000, createdAt: null, updatedAt: null }]
    : []
  const entries: NewEntry[] = []
  const log = createRecordedLog()
  const poster = more.poster ?? createTestPoster(readCertificate, more.timeoutMs ?? 20_000)
  const tester = createTester({
    requireAccount: () => ({ id: 'acc' }) as ActiveAccount,
    readAll: async () => ({ templates: [template], rules }),
    deskUrls: { here: () => [] },
    firstPushDomain: async () => (more.domain === undefined ? 'first.example.com' : more.domain),
    poster: () => poster,
    sent: createSentTests({ now: () => at }),
    mask: maskCredentials,
    record: (entry) => void entries.push(entry),
    log,
    now: () => at,
  })
  const { signal } = new AbortController()
  return { tester, entries, log, send: (group: UrlGroup = 'streamBegin') => tester.send(1000, group, signal) }
}

const ok: RequestListener = (_request, response) => response.end('{"code":0}')

describe('a test event', () => {
  it('goes out as the cloud sends it: headers, t of ten minutes ahead, md5(key + t)', async () => {
    const { url, heard } = await serverThat(ok)
    const { send, entries } = testerFor(url)
    const result = await send()
    expect(result).toMatchObject({ status: 200, type: 1, signed: true, attempt: 1, body: '{"code":0}', error: null })
    expect(result.validUntil).toBe(at + 600_000)
    const { headers, body } = heard[0] ?? expect.fail('nothing came')
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(body.length),
      host: new URL(url).host,
    })
    expect(Object.keys(headers)).not.toContain('user-agent')
    const sent = JSON.parse(body)
    expect(sent.t).toBe((at + 600_000) / 1000)
    expect(sent.sign).toBe(createHash('md5').update(`${key}${sent.t}`).digest('hex'))
    expect(sent).toMatchObject({ event_type: 1, stream_id: 'callback-desk-test', app: 'first.example.com' })
    expect(entries).toMatchObject([{ kind: 'template.tested', target: 'events (1000)', after: { status: 200 } }])
  })

  it('is of the type its URL receives, and each is an event of its own', async () => {
    const { url, heard } = await serverThat(ok)
    const { send } = testerFor(url)
    for (const group of UrlGroup.options) {
      expect((await send(group)).type).toBe(urlGroups[group].types[0])
      await send(group)
    }
    const bodies = heard.map(({ body }) => JSON.parse(body))
    expect(bodies.map(({ event_type: type }) => type)).toEqual(
      UrlGroup.options.flatMap((group) => [urlGroups[group].types[0], urlGroups[group].types[0]]),
    )
    expect(new Set(heard.map(({ body }) => body)).size).toBe(heard.length)
  })

  it('speaks of a domain that uses the template, else of the first push domain, else of none there is', async () => {
    const { url } = await serverThat(ok)
    expect((await testerFor(url, { bound: true }).send()).domain).toBe('bound.example.com')
    expect((await testerFor(url).send()).domain).toBe('first.example.com')
    expect((await testerFor(url, { domain: null }).send()).domain).toBe('push.callback-desk-test.invalid')
  })

  it('carries neither t nor sign without a key, and says so', async () => {
    const { url, heard } = await serverThat(ok)
    expect(await testerFor(url, { key: '' }).send()).toMatchObject({ signed: false, validUntil: null, status: 200 })
    const sent = JSON.parse(heard[0]?.body ?? '')
    expect(sent).not.toHaveProperty('t')
    expect(sent).not.toHaveProperty('sign')
  })

  it('goes out again byte for byte, and is gone for another account or id', async () => {
    const { url, heard } = await serverThat(ok)
    const { tester, send } = testerFor(url)
    const { id } = await send()
    expect(await tester.repeat(id)).toMatchObject({ id, attempt: 2, status: 200 })
    expect(heard[1]?.body).toBe(heard[0]?.body)
    await expect(tester.repeat('gone')).rejects.toMatchObject({ code: 'template.testGone' })
  })

  it('needs a template and an address', async () => {
    const { tester } = testerFor('')
    const { signal } = new AbortController()
    await expect(tester.send(1000, 'record', signal)).rejects.toMatchObject({ code: 'template.noUrl' })
    await expect(tester.send(1, 'record', signal)).rejects.toMatchObject({ code: 'template.notFound' })
  })
})

describe('what answers a test event', () => {
  it('may be an error: its status and words are shown, and Activity has it as failed', async () => {
    const { url } = await serverThat((_request, response) => response.writeHead(500).end('no such route'))
    const { send, entries } = testerFor(url)
    expect(await send()).toMatchObject({ status: 500, body: 'no such route', error: null, certificate: null })
    expect(entries).toMatchObject([{ outcome: 'failed', after: { status: 500 } }])
  })

  it('may be a redirect, which is not followed', async () => {
    const elsewhere = await serverThat(ok)
    const { url } = await serverThat((_request, response) => response.writeHead(302, { location: elsewhere.url }).end())
    expect(await testerFor(url).send()).toMatchObject({ status: 302, location: elsewhere.url })
    expect(elsewhere.heard).toEqual([])
  })

  it('may repeat what it was sent: the signature does not come back', async () => {
    const { url, heard } = await serverThat((_request, response) => {
      const { sign } = JSON.parse(heard.at(-1)?.body ?? '')
      response.end(`${heard.at(-1)?.body} and once more ${sign}, txSecret=abcdef`)
    })
    const { body } = await testerFor(url).send()
    expect(body).not.toContain(JSON.parse(heard[0]?.body ?? '').sign)
    expect(body).toContain('callback-desk-test')
    expect(body).toContain('txSecret=****')
  })

  it('may be endless: 4096 bytes of it are kept, and nobody waits for the rest', async () => {
    const { url } = await serverThat((_request, response) => {
      response.writeHead(200)
      response.write('x'.repeat(100_000))
    })
    const result = await testerFor(url).send()
    expect(result).toMatchObject({ status: 200, bodyIsCut: true, error: null })
    expect(result.body).toHaveLength(4096)
  })

  it('may have a certificate that is not trusted: it is shown with the reason, and nothing was sent', async () => {
    const { url, heard } = await serverThat(ok, createCertificate(['localhost']))
    const result = await testerFor(url).send()
    expect(result).toMatchObject({
      status: null,
      error: { code: 'cloud.tls', params: { host: new URL(url).host } },
      certificate: { subject: 'local test', issuer: 'local test', problem: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    })
    expect(result.certificate?.validTo).toBeGreaterThan(Date.now())
    expect(heard).toEqual([])
  })

  it('may fail by a mistake of the desk: that is said without its words, which are in the log', async () => {
    const mistake = new TypeError('nothing a person could use')
    const poster = { post: () => Promise.reject(mistake), certificate: async () => null }
    const { send, log } = testerFor('https://cb.example.com/record', { poster })
    expect((await send()).error).toEqual({ code: 'internal', params: { host: 'cb.example.com' }, details: {} })
    expect(log.lines).toMatchObject([{ level: 'error', facts: { error: mistake } }])
  })

  it('may not be there, or stay silent', async () => {
    const server = await serverThat(ok)
    server.close()
    const refused = testerFor(server.url)
    expect(await refused.send()).toMatchObject({ status: null, error: { code: 'cloud.connect' }, body: '' })
    expect(refused.entries).toMatchObject([{ outcome: 'failed', error: { code: 'cloud.connect' } }])

    const silent = await serverThat(vi.fn())
    const result = await testerFor(silent.url, { timeoutMs: 200 }).send()
    expect(result).toMatchObject({ status: null, error: { code: 'cloud.timeout', params: { seconds: 0.2 } } })
    expect(result.ms).toBeGreaterThanOrEqual(190)
  })
})
