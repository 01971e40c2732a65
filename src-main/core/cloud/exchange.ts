/**
 * One signed question to the cloud and its answer, sent once. A refusal by the API is part of the answer
 * (it arrives with HTTP 200; css-api, section 1), because the answer's clock is wanted with it; whatever
 * keeps an answer from coming is thrown. No error ever repeats a credential, even if the answer does.
 */
import { AppError } from '../../contract/errors.ts'
import { type Site, sites } from '../../contract/sites.ts'
import { maskSecrets } from '../log.ts'
import { type HttpRequest, type HttpResponse, httpRequest } from './http-request.ts'
import { signTc3 } from './tc3.ts'

export interface CloudAccess {
  readonly site: Site
  /** Another base URL than the site's own. */
  readonly endpoint: string | null
  readonly secretId: string
  readonly secretKey: string
  /** Of temporary credentials. */
  readonly token: string | null
}

export interface Question {
  readonly action: string
  readonly params: object
  /** Milliseconds of the clock to sign with; signatures of a clock 5 minutes off are refused. */
  readonly at: number
  /** Language of the API's own messages. */
  readonly language: 'zh-CN' | 'en-US'
  /** How it travels; see http-request.ts. */
  readonly transport: Pick<HttpRequest, 'timeoutMs' | 'signal' | 'env' | 'route'>
}

export interface Reply {
  /** The answer's fields, or null when refused. */
  readonly answer: Readonly<Record<string, unknown>> | null
  readonly refused: AppError | null
  /** When the cloud answered, by its clock (whole seconds); null when it did not say. */
  readonly cloudTime: number | null
}

const version = '2018-08-01'
const service = 'live'
const contentType = 'application/json; charset=utf-8'

export const baseUrl = (access: CloudAccess): URL => new URL(access.endpoint ?? sites[access.site].endpoint)

export async function exchange(access: CloudAccess, question: Question): Promise<Reply> {
  checkCredentials(access, question.action)
  const url = baseUrl(access)
  const body = JSON.stringify(question.params)
  const headers = createHeaders(access, question, url.host, body)
  const response = await httpRequest({ ...question.transport, url, method: 'POST', headers, body }).catch(
    (error: unknown) => {
      throw withAction(error, question.action)
    },
  )
  const cloudTime = Date.parse(response.headers.date ?? '')
  return { ...readAnswer(response, url, access, question), cloudTime: Number.isNaN(cloudTime) ? null : cloudTime }
}

function createHeaders(access: CloudAccess, question: Question, signingHost: string, body: string) {
  const timestamp = Math.floor(question.at / 1000)
  const { authorization } = signTc3({
    secretId: access.secretId,
    secretKey: access.secretKey,
    service,
    timestamp,
    headers: { 'content-type': contentType, host: signingHost, 'x-tc-action': question.action },
    body,
  })
  return {
    authorization,
    'content-type': contentType,
    host: signingHost,
    'x-tc-action': question.action,
    'x-tc-version': version,
    'x-tc-timestamp': String(timestamp),
    'x-tc-language': question.language,
    ...(access.token ? { 'x-tc-token': access.token } : {}),
  }
}

/** A pasted invisible character would only make an unreadable failure of the HTTP header. */
function checkCredentials({ secretId, token }: CloudAccess, action: string): void {
  if (/^[\x21-\x7e]+$/.test(secretId) && /^[\x21-\x7e]*$/.test(token ?? '')) return
  throw new AppError('cloud.refused', {
    details: {
      action,
      apiCode: 'AuthFailure.InvalidSecretId',
      message: 'Not sent: the SecretId or the token holds characters that no credential has.',
    },
  })
}

function readAnswer(response: HttpResponse, url: URL, access: CloudAccess, { action, params }: Question) {
  if (response.status !== 200)
    throw new AppError('cloud.http', { params: { host: url.host, status: response.status }, details: { action } })
  const fields = parseResponse(response.body)
  if (!fields) {
    const message = `The answer is ${response.headers['content-type'] ?? 'of no stated type'}, not the API's JSON.`
    throw new AppError('cloud.notJson', { params: { host: url.host }, details: { action, message } })
  }
  if (!isRecord(fields.Error)) return { answer: fields, refused: null }
  const { Code, Message } = fields.Error
  const requestId = fields.RequestId
  const refused = new AppError('cloud.refused', {
    details: {
      action,
      apiCode: String(Code),
      message: withoutSecrets(String(Message ?? ''), access, params),
      ...(typeof requestId === 'string' ? { requestId } : {}),
    },
  })
  return { answer: null, refused }
}

function withAction(error: unknown, action: string): unknown {
  if (!(error instanceof AppError) || !error.code.startsWith('cloud.')) return error
  return new AppError(error.code, { params: error.params, details: { ...error.details, action } })
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parseResponse(body: Buffer): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return isRecord(parsed) && isRecord(parsed.Response) ? parsed.Response : null
  } catch {
    return null
  }
}

const maxMessageLength = 1000

/** The API's messages quote what was sent at times: keys, the callback key, the signature. */
function withoutSecrets(message: string, access: CloudAccess, params: object): string {
  const callbackKey = 'CallbackKey' in params ? String(params.CallbackKey) : ''
  const secrets = [access.secretKey, access.token ?? '', access.secretId, callbackKey]
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
  const masked = secrets.reduce((text, secret) => text.replaceAll(secret, '****'), message)
  return maskSecrets(masked).slice(0, maxMessageLength)
}
