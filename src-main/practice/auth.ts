/**
 * Verifies TC3-HMAC-SHA256 (css-api, section 2) over the bytes that arrived. The service name is taken
 * from the credential scope and the host is tried with and without its port, because the official SDK
 * signs for the first label of the endpoint (`127` for an address) and leaves the port out (section 10).
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { ApiError } from './api-error.ts'

export interface Credential {
  readonly secretId: string
  readonly secretKey: string
  /** Set for temporary credentials: X-TC-Token must equal it. */
  readonly token: string | null
}

export interface SignedRequest {
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const maxSkewSeconds = 300
const shape =
  /^TC3-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{4}-\d\d-\d\d)\/([^/,\s]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex')
const isEqual = (a: string, b: string) => timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)))

export function verifySignature(request: SignedRequest, credential: Credential, nowMs: number): void {
  const authorization = request.headers.authorization
  if (!authorization) throw new ApiError('MissingParameter', 'Authorization')
  const [, secretId = '', date = '', service = '', signedNames = '', signature = ''] = shape.exec(authorization) ?? []
  if (!secretId) throw new ApiError('AuthFailure.SignatureFailure', 'Authorization')
  const names = signedNames.split(';')
  if (!names.includes('host') || !names.includes('content-type'))
    throw new ApiError('AuthFailure.SignatureFailure', 'SignedHeaders')
  checkSecretId(secretId, credential)
  const timestamp = readTimestamp(request.headers, date, nowMs)
  checkToken(request.headers, credential)
  const matches = hostsToTry(request.headers.host ?? '').some((host) => {
    const canonical = canonicalRequest(request, names, host)
    const scope = `${date}/${service}/tc3_request`
    const key = hmac(hmac(hmac(`TC3${credential.secretKey}`, date), service), 'tc3_request')
    const expected = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString('hex')
    return isEqual(expected, signature)
  })
  if (!matches) throw new ApiError('AuthFailure.SignatureFailure')
}

/** Key ids of both sites begin with one of two prefixes; anything else is no API key at all. */
function checkSecretId(secretId: string, credential: Credential): void {
  if (!/^[AI]KID[A-Za-z0-9*_-]{4,}$/.test(secretId)) throw new ApiError('AuthFailure.InvalidSecretId')
  if (secretId !== credential.secretId) throw new ApiError('AuthFailure.SecretIdNotFound')
}

function readTimestamp(headers: IncomingHttpHeaders, date: string, nowMs: number): string {
  const timestamp = headers['x-tc-timestamp']
  if (timestamp === undefined) throw new ApiError('MissingParameter', 'X-TC-Timestamp')
  if (typeof timestamp !== 'string' || !/^\d{1,12}$/.test(timestamp))
    throw new ApiError('InvalidParameter', 'X-TC-Timestamp')
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > maxSkewSeconds) throw new ApiError('AuthFailure.SignatureExpire')
  if (new Date(Number(timestamp) * 1000).toISOString().slice(0, 10) !== date)
    throw new ApiError('AuthFailure.SignatureFailure', 'Credential')
  return timestamp
}

function checkToken(headers: IncomingHttpHeaders, { token }: Credential): void {
  const sent = headers['x-tc-token'] ?? ''
  if (typeof sent !== 'string' || !isEqual(sent, token ?? '')) throw new ApiError('AuthFailure.TokenFailure')
}

const hostsToTry = (host: string) => [...new Set([host, host.replace(/:\d+$/, '')])]

function canonicalRequest({ method, headers, body }: SignedRequest, names: readonly string[], host: string): string {
  const lines = names.map((name) => {
    const value = name === 'host' ? host : headers[name]
    if (typeof value !== 'string') throw new ApiError('AuthFailure.SignatureFailure', 'SignedHeaders')
    return `${name}:${value.trim().toLowerCase()}\n`
  })
  return `${method}\n/\n\n${lines.join('')}\n${names.join(';')}\n${sha256(body)}`
}
