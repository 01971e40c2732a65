import { Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startHttp } from '../../../src-main/hosts/headless/http.ts'
import { createRecordedLog } from '../../fakes/log.ts'
import { startPageServer } from './page-server.ts'

type PageServer = Awaited<ReturnType<typeof startPageServer>>
let server: PageServer
beforeEach(async () => {
  server = await startPageServer()
})
afterEach(() => server.close())

describe('who is heard (B1, B3)', () => {
  it('is this machine only', () => {
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })

  it.each([
    ['another name, as after DNS rebinding', 'desk.example'],
    ['a name that begins like ours', '127.0.0.1.example'],
    ['no port', '127.0.0.1'],
    ['another port', '127.0.0.1:1'],
  ])('is nobody who asks for %s', async (_name, host) => {
    const cookie = await server.logIn()
    expect((await server.ask('/', { host, cookie })).status).toBe(403)
  })

  it('is the page under both names of this machine', async () => {
    const cookie = await server.logIn()
    expect((await server.ask('/', { host: `localhost:${server.port}`, cookie })).status).toBe(200)
  })

  it('is nobody with two Host headers, none, or an absolute address', async () => {
    const host = `Host: 127.0.0.1:${server.port}\r\n`
    expect(await server.askRaw(`GET / HTTP/1.1\r\n${host}${host}\r\n`)).toContain('403')
    expect(await server.askRaw('GET / HTTP/1.1\r\n\r\n')).toContain('400')
    expect(await server.askRaw('GET / HTTP/1.0\r\n\r\n')).toContain('403')
    expect(await server.askRaw(`GET http://127.0.0.1:${server.port}/ HTTP/1.1\r\n${host}\r\n`)).toContain('403')
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'https://127.0.0.1'])(
    'is no page of %s',
    async (origin) => {
      const cookie = await server.logIn()
      expect((await server.ask('/', { origin, cookie })).status).toBe(403)
    },
  )
})

describe('the login (B2)', () => {
  it('exchanges the link for a cookie that scripts and other sites cannot use, and goes on to the page', async () => {
    const { status, headers } = await server.ask(`/?token=${server.login.newToken()}`)
    expect([status, headers.location]).toEqual([303, '/'])
    expect(String(headers['set-cookie'])).toMatch(
      new RegExp(`^desk-session-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Max-Age=604800$`),
    )
    expect(headers['cache-control']).toBe('no-store')
  })

  it('goes on by a page of its own when the link was on another site, where a Strict cookie would be left out', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' }
    const answer = await server.ask(`/?token=${server.login.newToken()}`, headers)
    expect(answer.status).toBe(200)
    expect(String(answer.headers['set-cookie'])).toContain('SameSite=Strict')
    expect(answer.text).toContain('content="0; url=/"')
  })

  it('shows a plain page for a used link, in both languages', async () => {
    const token = server.login.newToken()
    await server.ask(`/?token=${token}`)
    const { status, text, headers } = await server.ask(`/?token=${token}`)
    expect(status).toBe(401)
    expect(text).toContain('Take the newest one from the terminal')
    expect(text).toContain('请使用终端中最新的链接')
    expect(headers['set-cookie']).toBeUndefined()
  })

  it('looks at five wrong links a minute', async () => {
    for (let n = 0; n < 5; n++) expect((await server.ask(`/?token=wrong${n}`)).status).toBe(401)
    const { status, headers } = await server.ask('/?token=wrong')
    expect(status).toBe(429)
    expect(Number(headers['retry-after'])).toBeGreaterThan(50)
  })

  it('is not spent by a HEAD, as link previews send', async () => {
    const token = server.login.newToken()
    await server.ask(`/?token=${token}`, {}, 'HEAD')
    expect((await server.ask(`/?token=${token}`)).status).toBe(303)
  })

  it.each(['/', '/index.html', '/desk', '/assets/app.js', '/?token=', '/anything'])(
    'comes before anything else: %s',
    async (path) => {
      const { status, text } = await server.ask(path)
      expect(status).toBe(401)
      expect(text).not.toContain('the desk')
    },
  )

  it('does not take a made-up cookie', async () => {
    const name = `desk-session-${server.port}`
    expect((await server.ask('/', { cookie: `${name}=${'a'.repeat(43)}` })).status).toBe(401)
    expect((await server.ask('/', { cookie: `${name}=; other=1` })).status).toBe(401)
  })
})

describe('the page', () => {
  it('comes with the policy and every other protection', async () => {
    const { status, text, headers } = await server.ask('/', { cookie: await server.logIn() })
    expect([status, text]).toEqual([200, '<!doctype html><title>the desk</title>'])
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'")
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    })
  })

  it('carries the policy on every other answer too', async () => {
    const cookie = await server.logIn()
    const answers = [await server.ask('/none', { cookie }), await server.ask('/'), await server.ask('/?token=x')]
    expect(answers.map(({ status }) => status)).toEqual([404, 401, 401])
    for (const { headers } of answers) expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('is not left by a path', async () => {
    const cookie = await server.logIn()
    for (const path of ['/../sessions.json', '/%2e%2e/sessions.json', '/..%5csessions.json'])
      expect((await server.ask(path, { cookie })).status).toBe(404)
  })
})

describe('methods that change something (B4)', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('need the page’s own origin: %s', async (method) => {
    const cookie = await server.logIn()
    expect((await server.ask('/logout', { cookie }, method)).status).toBe(403)
    expect((await server.ask('/logout', { cookie, origin: 'http://evil.example' }, method)).status).toBe(403)
  })

  it('are the logout only', async () => {
    const headers = { cookie: await server.logIn(), origin: server.url }
    expect((await server.ask('/', headers, 'POST')).status).toBe(405)
    expect((await server.ask('/logout', headers, 'DELETE')).status).toBe(405)
  })

  it('end the session', async () => {
    const cookie = await server.logIn()
    const { status, headers } = await server.ask('/logout', { cookie, origin: server.url }, 'POST')
    expect(status).toBe(204)
    expect(String(headers['set-cookie'])).toContain('Max-Age=0')
    expect((await server.ask('/', { cookie })).status).toBe(401)
  })
})

describe('the picture of an alert', () => {
  it('is answered to who is logged in, and to nobody else', async () => {
    const cookie = await server.logIn()
    const picture = await server.ask('/img/7.a-B_', { cookie })
    expect([picture.status, picture.text]).toEqual([200, 'picture 7'])
    expect(picture.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    expect((await server.ask('/img/7.a-B_')).status).toBe(401)
    expect((await server.ask('/img/7.a-B_', { cookie, origin: 'https://evil.example' })).status).toBe(403)
  })

  it.each(['/img/8', '/img/', '/img/7.a-B_/8', '/img/7.a-B_%00', `/img/${'7'.repeat(65)}`])(
    'is not at %s',
    async (path) => {
      expect((await server.ask(path, { cookie: await server.logIn() })).status).toBe(404)
    },
  )
})

it('says which port is taken', async () => {
  const taken = startHttp({
    port: server.port,
    login: server.login,
    log: createRecordedLog(),
    pages: { answer: async () => {} },
    readPicture: async () => null,
    onPort: () => {},
  })
  await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' })
})

it('goes on when the machine runs out of handles', async () => {
  const listened = vi.spyOn(Server.prototype, 'listen')
  onTestFinished(() => listened.mockRestore())
  const other = await startPageServer()
  onTestFinished(() => other.close())
  const [listening] = listened.mock.contexts as Server[]
  listening?.emit('error', Object.assign(new Error('accept EMFILE'), { code: 'EMFILE' }))
  expect((await other.ask('/')).status).toBe(401)
  expect(other.log.lines).toMatchObject([{ level: 'error' }])
})
