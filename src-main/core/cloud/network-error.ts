/** Node's network failures in the desk's codes. Messages are Node's own; they name hosts, never credentials. */
import { AppError, type ErrorCode } from '../../contract/errors.ts'

const nameFailures = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA'])
const connectFailures = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
])
const tlsFailures =
  /^(CERT_|ERR_TLS_|ERR_SSL_|ERR_OSSL_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERROR_IN_CERT|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_|CRL_)/

/** `proxy` is the one the request went through: it, not the cloud, is what could not be reached then. */
export function networkError(error: unknown, url: URL, proxy: URL | null): AppError {
  if (error instanceof AppError) return error
  const { code = '', message, statusCode, syscall } = firstFailure(error)
  const status = statusCode === undefined ? {} : { status: statusCode }
  const params = { host: url.host, ...(proxy ? { proxy: proxy.host, ...status } : {}) }
  return new AppError(classify(code, syscall, proxy !== null), { params, details: { message: message || code } })
}

function classify(code: string, syscall: string | undefined, throughProxy: boolean): ErrorCode {
  if (code.startsWith('ERR_PROXY_')) return 'cloud.proxy'
  if (nameFailures.has(code)) return throughProxy ? 'cloud.proxy' : 'cloud.dns'
  // A connection that stood and breaks so may have carried the request (`read ETIMEDOUT` after a lost network).
  const hasStood = syscall === 'read' || syscall === 'write'
  if (connectFailures.has(code) && !hasStood) return throughProxy ? 'cloud.proxy' : 'cloud.connect'
  if (tlsFailures.test(code)) return 'cloud.tls'
  // The parser's errors: what answered does not speak HTTP.
  if (code.startsWith('HPE_')) return 'cloud.notJson'
  return 'cloud.reset'
}

interface Failure {
  readonly code?: string
  readonly message: string
  /** What failed: `connect`, `read`, `write`, or a look-up. */
  readonly syscall?: string
  /** What a proxy answered to CONNECT. */
  readonly statusCode?: number
}

/** With several addresses of a name Node reports all attempts together. */
function firstFailure(error: unknown): Failure {
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return error.errors[0]
  return error instanceof Error ? error : new Error(String(error))
}
