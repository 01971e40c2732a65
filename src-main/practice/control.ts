/**
 * The practice cloud's own interface beside the API; a real cloud has nothing like it. Everything is JSON
 * and needs `Authorization: Bearer <secretKey>`.
 *
 *   GET  /practice/status                       what is going on (contract/practice.ts)
 *   GET  /practice/calls                        the API calls so far, with CAM tier and error code
 *   POST /practice/scenario {scenario}
 *   POST /practice/resolve  {host: "127.0.0.1:port"}   adds names to this cloud's DNS
 *   POST /practice/fetch    {url, body}         posts as the cloud would → {status, body, ms}
 *   POST /practice/emit     {type, domain?, app?, stream?}   makes one event happen now → {url}
 *   POST /practice/fault    {action, kind, code?, times}      orders failures for the next API calls
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type PracticeStatus, Scenario } from '../contract/practice.ts'
import { isTarget } from './addresses.ts'
import type { RecordedCall } from './cam.ts'
import { type Fault, faultKinds } from './faults.ts'
import { parseObject, readBody } from './http-body.ts'
import type { PostAnswer } from './post.ts'

export interface EmitRequest {
  readonly type: number
  readonly domain?: string
  readonly app?: string
  readonly stream?: string
}

export interface Controls {
  status(): PracticeStatus
  calls(): readonly RecordedCall[]
  setScenario(scenario: Scenario): void
  resolve(names: Readonly<Record<string, string>>): void
  fetch(url: string, body: string): Promise<PostAnswer>
  /** The URL is null when nothing in effect wants the event; the answer is, when there is no such type. */
  emit(request: EmitRequest): { url: string | null } | null
  fault(fault: Fault): void
}

type Answer = object | null | Promise<object | null>
type Input = Record<string, unknown>

const maxBodyBytes = 2 * 1024 * 1024

/** Answers `null` to say that the input is not understood. */
function routes(controls: Controls): Readonly<Record<string, (input: Input) => Answer>> {
  return {
    'GET /practice/status': () => controls.status(),
    'GET /practice/calls': () => ({ calls: controls.calls() }),
    'POST /practice/scenario': ({ scenario }) => {
      const parsed = Scenario.safeParse(scenario)
      if (!parsed.success) return null
      controls.setScenario(parsed.data)
      return controls.status()
    },
    'POST /practice/resolve': (names) => {
      if (!Object.values(names).every(isTarget)) return null
      controls.resolve(names as Record<string, string>)
      return {}
    },
    'POST /practice/fetch': ({ url, body }) => {
      if (typeof url !== 'string' || !/^https?:\/\//.test(url) || !URL.canParse(url)) return null
      return controls.fetch(url, typeof body === 'string' ? body : JSON.stringify(body ?? {}))
    },
    'POST /practice/emit': (input) => {
      const request = readEmit(input)
      return request && controls.emit(request)
    },
    'POST /practice/fault': (input) => {
      const fault = readFault(input)
      if (fault) controls.fault(fault)
      return fault && {}
    },
  }
}

const isOptionalText = (value: unknown) => value === undefined || typeof value === 'string'

function readEmit(input: Input): EmitRequest | null {
  const { type, domain, app, stream } = input
  const isRead = Number.isInteger(type) && [domain, app, stream].every(isOptionalText)
  return isRead ? (input as unknown as EmitRequest) : null
}

function readFault(input: Input): Fault | null {
  const { action, kind, code, times } = input
  const isRead =
    typeof action === 'string' &&
    (faultKinds as readonly unknown[]).includes(kind) &&
    isOptionalText(code) &&
    Number.isInteger(times)
  return isRead ? (input as unknown as Fault) : null
}

export function createControl(controls: Controls, secretKey: string) {
  const table = routes(controls)
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const expected = digest(`Bearer ${secretKey}`)

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const send = (status: number, value: object) => {
      const text = JSON.stringify(value)
      response.writeHead(status, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
      response.end(text)
    }
    const key = `${request.method} ${request.url}`
    const route = Object.hasOwn(table, key) ? table[key] : undefined
    const body = await readBody(request, maxBodyBytes)
    if (!timingSafeEqual(digest(request.headers.authorization ?? ''), expected))
      return send(401, { error: 'wrong key' })
    if (!route) return send(404, { error: 'no such control' })
    const input = request.method === 'GET' ? {} : body && parseObject(body)
    const answer = input && (await route(input))
    return answer ? send(200, answer) : send(400, { error: 'not understood' })
  }
}
