/**
 * One call of the management API, from the bytes to the answer: signature, version, action, permission, rate
 * limit, parameters, then the action. Refusals come with HTTP 200 and always a RequestId (css-api, section 1).
 */
import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { Action, Cloud } from './actions/define.ts'
import { actions } from './actions/index.ts'
import { ApiError } from './api-error.ts'
import { type Credential, verifySignature } from './auth.ts'
import { isAllowed, type Policy, type RecordedCall } from './cam.ts'
import type { Fault, Faults } from './faults.ts'
import { parseObject, readBody } from './http-body.ts'
import type { Language } from './messages.ts'
import { readParams } from './params.ts'
import { createRateLimit } from './rate-limit.ts'

const version = '2018-08-01'
const maxBodyBytes = 10 * 1024 * 1024
const maxCalls = 10_000

export interface Api {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  readonly calls: readonly RecordedCall[]
}

interface ApiParts {
  readonly cloud: Cloud
  readonly credential: Credential
  readonly policy: Policy
  readonly faults: Faults
}

export function createApi({ cloud, credential, policy, faults }: ApiParts): Api {
  const calls: RecordedCall[] = []
  const rateLimit = createRateLimit(cloud.now)

  const record = ([name, { tier }]: NamedAction, error: string | null) => {
    calls.push({ at: cloud.now(), action: name, tier, error })
    if (calls.length > maxCalls) calls.splice(0, maxCalls / 10)
  }

  const admit = (request: IncomingMessage, body: Buffer) => {
    const { headers, method = '' } = request
    if (method !== 'POST') throw new ApiError('UnsupportedProtocol', method)
    if (!/^application\/json\b/i.test(headers['content-type'] ?? ''))
      throw new ApiError('UnsupportedProtocol', 'Content-Type')
    verifySignature({ method, headers, body }, credential, cloud.now())
    return findAction(headers, cloud.site)
  }

  const run = ([name, action]: NamedAction, body: Buffer, fault: Fault | null) => {
    if (!isAllowed(policy, action.tier, name)) throw new ApiError('UnauthorizedOperation', name)
    if (!rateLimit.allows(name, action.rate)) throw new ApiError('RequestLimitExceeded', name)
    if (fault?.kind === 'error') throw new ApiError(fault.code ?? 'InternalError', name)
    const input = parseObject(body)
    if (!input) throw new ApiError('InvalidParameter', 'body')
    return action.run(cloud, readParams(action.fields, input, cloud.site))
  }

  const runRecorded = (named: NamedAction, body: Buffer, fault: Fault | null) => {
    try {
      const answer = run(named, body, fault)
      record(named, null)
      return answer
    } catch (error) {
      record(named, error instanceof ApiError ? error.code : 'InternalError')
      throw error
    }
  }

  return {
    calls,
    answer: async (request, response) => {
      const body = await readBody(request, maxBodyBytes)
      let fault: Fault | null = null
      let answer: Record<string, unknown> = {}
      try {
        if (!body) throw new ApiError('RequestSizeLimitExceeded')
        const named = admit(request, body)
        fault = faults.take(named[0])
        if (!fault || takesEffect(fault)) answer = runRecorded(named, body, fault)
      } catch (error) {
        if (!(error instanceof ApiError)) throw error
        answer = toError(error, languageOf(request.headers, cloud.site))
      }
      send(response, JSON.stringify({ Response: { ...answer, RequestId: randomUUID() } }), fault)
    },
  }
}

type NamedAction = readonly [name: string, action: Action]

/** The action still runs: it fails by itself, or only its answer is lost. */
const takesEffect = ({ kind }: Fault) => kind === 'error' || kind === 'timeoutAfterEffect' || kind === 'half'

function findAction(headers: IncomingHttpHeaders, site: Cloud['site']): NamedAction {
  const name = headers['x-tc-action']
  if (typeof name !== 'string') throw new ApiError('MissingParameter', 'X-TC-Action')
  const sent = headers['x-tc-version']
  if (typeof sent !== 'string') throw new ApiError('MissingParameter', 'X-TC-Version')
  if (sent !== version) throw new ApiError('NoSuchVersion', sent)
  const action = actions.get(name)
  if (!action || (action.site ?? site) !== site) throw new ApiError('InvalidAction', name)
  return [name, action]
}

function languageOf(headers: IncomingHttpHeaders, site: Cloud['site']): Language {
  const asked = headers['x-tc-language']
  if (asked === 'zh-CN' || asked === 'en-US') return asked
  return site === 'cn' ? 'zh-CN' : 'en-US'
}

const toError = (error: ApiError, language: Language) => ({
  Error: { Code: error.code, Message: error.textIn(language) },
})

function send(response: ServerResponse, text: string, fault: Fault | null): void {
  const kind = fault?.kind ?? 'error'
  if (kind === 'hang' || kind === 'timeoutAfterEffect') return
  if (kind === 'reset') {
    response.socket?.resetAndDestroy()
    return
  }
  if (kind === 'http500' || kind === 'html') {
    response.writeHead(kind === 'html' ? 200 : 500, { 'Content-Type': 'text/html' })
    response.end('<html><body><h1>Gateway error</h1></body></html>')
    return
  }
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
  if (kind !== 'half') {
    response.end(text)
    return
  }
  const half = Buffer.from(text).subarray(0, Math.floor(text.length / 2))
  response.write(half, () => response.socket?.destroy())
}
