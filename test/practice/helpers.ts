/** A practice cloud, a real receiver and two ways to call the API: the official SDK, and by hand. */
import { createHash, createHmac } from 'node:crypto'
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { live } from 'tencentcloud-sdk-nodejs'
import { afterEach, vi } from 'vitest'
import type { PracticeCloudOptions } from '../../src-main/practice/options.ts'
import { type PracticeCloud, startPracticeCloud } from '../../src-main/practice/practice-cloud.ts'

// Real servers on a machine that may be busy: patience costs nothing where things are quick.
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 40_000, interval: 25 })

const closers: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

export const onClose = (close: () => Promise<void> | void) => closers.push(close)

export async function startCloud(options: Partial<PracticeCloudOptions> = {}): Promise<PracticeCloud> {
  const cloud = await startPracticeCloud({
    site: 'cn',
    timeScale: 1,
    seed: 7,
    publicHosts: ['desk.example'],
    ...options,
  })
  onClose(cloud.close)
  return cloud
}

/** A clock that stands still until it is moved. */
export function createClock(start = Date.now()) {
  let time = start
  return {
    now: () => time,
    advance: (ms: number) => {
      time += ms
    },
  }
}

export type SdkClient = InstanceType<typeof live.v20180801.Client>

export function sdkFor(
  { endpoint, secretId, secretKey }: Pick<PracticeCloud, 'endpoint' | 'secretId' | 'secretKey'>,
  { token, language }: { token?: string; language?: 'zh-CN' | 'en-US' } = {},
): SdkClient {
  return new live.v20180801.Client({
    credential: { secretId, secretKey, ...(token ? { token } : {}) },
    profile: {
      ...(language ? { language } : {}),
      httpProfile: { endpoint: endpoint.replace('http://', ''), protocol: 'http://', reqTimeout: 5 },
    },
  })
}

export const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'no error',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: string
  readonly body: Record<string, unknown>
  readonly at: number
}

export interface Receiver {
  readonly received: Received[]
  readonly address: string
  types(): number[]
  of(type: number): Received[]
  /** How the next requests are answered; by default 200. */
  answer: (received: Received) => number | 'hang'
}

export async function startReceiver(now: () => number = Date.now): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let raw = ''
    for await (const chunk of request) raw += String(chunk)
    const one = { path: request.url ?? '', headers: request.headers, raw, body: JSON.parse(raw), at: now() }
    received.push(one)
    const status = receiver.answer(one)
    if (status !== 'hang') response.writeHead(status).end('{"code":0}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onClose(() => {
    server.closeAllConnections()
    server.close()
  })
  const receiver: Receiver = {
    received,
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    types: () => received.map(({ body }) => Number(body.event_type)),
    of: (type) => received.filter(({ body }) => body.event_type === type),
    answer: () => 200,
  }
  return receiver
}

export const urlFields = [
  'StreamBeginNotifyUrl',
  'StreamEndNotifyUrl',
  'RecordNotifyUrl',
  'SnapshotNotifyUrl',
  'PornCensorshipNotifyUrl',
  'PushExceptionNotifyUrl',
] as const
export const cnUrlFields = ['AudioAuditNotifyUrl', 'RecordStatusNotifyUrl', 'RecordExceptionNotifyUrl'] as const

/** Every URL field of the site, each with its own path: `{base}/{field}`. */
export const everyUrl = (base: string, site: 'cn' | 'intl' = 'cn'): Record<string, string> =>
  Object.fromEntries([...urlFields, ...(site === 'cn' ? cnUrlFields : [])].map((field) => [field, `${base}/${field}`]))

/** A template with every URL, bound to the domain (or one app of it); answers the template's id. */
export async function bind(
  cloud: PracticeCloud,
  {
    base = 'http://desk.example',
    domain = 'push.practice.example',
    app = '',
    key = 'exampleKey123',
    at = Date.now(),
  } = {},
): Promise<number> {
  const created = await call(
    cloud,
    'CreateLiveCallbackTemplate',
    { TemplateName: 'desk', CallbackKey: key, ...everyUrl(base) },
    { at },
  )
  await call(
    cloud,
    'CreateLiveCallbackRule',
    { DomainName: domain, AppName: app, TemplateId: created.TemplateId },
    { at },
  )
  return created.TemplateId as number
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

export interface RawOptions {
  readonly at?: number
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly secretId?: string
  readonly secretKey?: string
  /** Sent as it is, in place of the parameters. */
  readonly body?: string
  /** Sent in place of the body that was signed. */
  readonly sentBody?: string
  readonly signed?: readonly string[]
  readonly signedHost?: string
  readonly service?: string
  readonly contentType?: string
}

export interface RawAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** A request signed by hand after css-api section 2, and the answer as it came. */
export function callRaw(
  cloud: Pick<PracticeCloud, 'endpoint' | 'secretId' | 'secretKey'>,
  action: string,
  params: Record<string, unknown>,
  options: RawOptions = {},
): Promise<RawAnswer> {
  const body = options.body ?? JSON.stringify(params)
  const host = cloud.endpoint.replace('http://', '')
  const timestamp = String(Math.floor((options.at ?? Date.now()) / 1000))
  const headers: Record<string, string> = {
    'content-type': options.contentType ?? 'application/json; charset=utf-8',
    'x-tc-action': action,
    'x-tc-version': '2018-08-01',
    'x-tc-timestamp': timestamp,
    ...options.headers,
  }
  const names = options.signed ?? ['content-type', 'host']
  const value = (name: string) => (name === 'host' ? (options.signedHost ?? host) : (headers[name] ?? ''))
  const canonical = `POST\n/\n\n${names.map((name) => `${name}:${value(name).trim().toLowerCase()}\n`).join('')}\n${names.join(';')}\n${sha256(body)}`
  const date = new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)
  const service = options.service ?? 'live'
  const scope = `${date}/${service}/tc3_request`
  const key = hmac(hmac(hmac(`TC3${options.secretKey ?? cloud.secretKey}`, date), service), 'tc3_request')
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
  headers.authorization ??= `TC3-HMAC-SHA256 Credential=${options.secretId ?? cloud.secretId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return send(`${cloud.endpoint}/`, options.method ?? 'POST', headers, options.sentBody ?? body)
}

function send(url: string, method: string, headers: Record<string, string>, body: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, {
      agent: false,
      method,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })
    request.on('error', reject)
    request.on('response', async (response) => {
      let text = ''
      try {
        for await (const chunk of response) text += String(chunk)
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text })
      } catch (error) {
        reject(error)
      }
    })
    request.end(body)
  })
}

/** The fields of the answer; throws the API's error code. */
export async function call(
  cloud: PracticeCloud,
  action: string,
  params: Record<string, unknown> = {},
  options: RawOptions = {},
): Promise<Record<string, unknown>> {
  const { text } = await callRaw(cloud, action, params, options)
  const { Response } = JSON.parse(text) as { Response: Record<string, unknown> & { Error?: { Code: string } } }
  if (Response.Error) throw Object.assign(new Error(Response.Error.Code), { code: Response.Error.Code })
  return Response
}

/** The practice-only controls over HTTP. */
export async function control(
  { endpoint, secretKey }: Pick<PracticeCloud, 'endpoint' | 'secretKey'>,
  path: string,
  input?: unknown,
): Promise<{ status: number; answer: Record<string, unknown> }> {
  const response = await fetch(`${endpoint}/practice/${path}`, {
    method: input === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${secretKey}` },
    ...(input === undefined ? {} : { body: JSON.stringify(input) }),
  })
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> }
}
