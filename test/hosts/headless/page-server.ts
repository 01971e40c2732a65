/** The headless host's HTTP server over a small built page, and a plain client that can also misbehave. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Port } from '../../../src-main/contract/wire.ts'
import { startHttp } from '../../../src-main/hosts/headless/http.ts'
import { createLogin } from '../../../src-main/hosts/headless/login.ts'
import { createBuiltPages, type Pages } from '../../../src-main/hosts/headless/pages.ts'
import { createRecordedLog } from '../../fakes/log.ts'

export interface Answer {
  readonly status: number
  readonly headers: Record<string, string | string[] | undefined>
  readonly text: string
}

export async function startPageServer({ pages, now }: { pages?: Pages; now?: () => number } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-http-'))
  mkdirSync(join(folder, 'page'))
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><title>the desk</title>')
  const ports: Port[] = []
  const log = createRecordedLog()
  const login = createLogin(join(folder, 'sessions.json'), now ? { now } : {})
  const http = await startHttp({
    port: 0,
    login,
    log,
    pages: pages ?? createBuiltPages(join(folder, 'page')),
    readPicture: async (name) => (name === '7.a-B_' ? { bytes: Buffer.from('picture 7'), type: 'image/png' } : null),
    onPort: (port) => ports.push(port),
  })
  const port = Number(new URL(http.url).port)
  const own = { host: `127.0.0.1:${port}` }

  const ask = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port, path, method, headers: { ...own, ...headers } })
      sent.on('error', reject).on('response', (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
      sent.end()
    })

  /** The first line of what comes back for bytes written as they are. */
  const askRaw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.end(text))
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
      })
      socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''))
      socket.on('error', reject)
    })

  /** Logs in as a browser would and returns its Cookie header. */
  const logIn = async (): Promise<string> => {
    const { headers } = await ask(`/?token=${login.newToken()}`)
    return String(headers['set-cookie']).split(';')[0] ?? ''
  }

  return {
    log,
    url: http.url,
    port,
    login,
    ports,
    ask,
    askRaw,
    logIn,
    async close() {
      await http.close()
      rmSync(folder, { recursive: true })
    },
  }
}
