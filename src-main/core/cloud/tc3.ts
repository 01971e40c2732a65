/**
 * The TC3-HMAC-SHA256 signature (css-api, section 2) of a POST to `/`. Pure: the caller gives every header
 * to be signed and the exact bytes that go out; nothing is taken from a URL, so that the address called,
 * the host signed and the service signed are three separate things.
 */
import { createHash, createHmac } from 'node:crypto'

export interface Tc3Input {
  readonly secretId: string
  readonly secretKey: string
  /** `live` for every action of the desk. */
  readonly service: string
  /** Unix seconds; the very value sent as X-TC-Timestamp. Its UTC date is part of the signature. */
  readonly timestamp: number
  /** The headers to sign; `content-type` and `host` are the required minimum. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

export interface Tc3Signature {
  readonly date: string
  readonly hashedBody: string
  readonly canonicalHeaders: string
  readonly signedHeaders: string
  readonly canonicalRequest: string
  readonly hashedCanonicalRequest: string
  readonly credentialScope: string
  readonly stringToSign: string
  readonly signature: string
  /** The value of the Authorization header. */
  readonly authorization: string
}

const algorithm = 'TC3-HMAC-SHA256'
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()

export function deriveKeys(secretKey: string, date: string, service: string) {
  const secretDate = hmac(`TC3${secretKey}`, date)
  const secretService = hmac(secretDate, service)
  return { secretDate, secretService, secretSigning: hmac(secretService, 'tc3_request') }
}

export function signTc3({ secretId, secretKey, service, timestamp, headers, body }: Tc3Input): Tc3Signature {
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim().toLowerCase()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const canonicalHeaders = sorted.map(([name, value]) => `${name}:${value}\n`).join('')
  const signedHeaders = sorted.map(([name]) => name).join(';')
  const hashedBody = sha256(body)
  const canonicalRequest = ['POST', '/', '', canonicalHeaders, signedHeaders, hashedBody].join('\n')

  const date = new Date(timestamp * 1000).toISOString().slice(0, 10)
  const credentialScope = `${date}/${service}/tc3_request`
  const hashedCanonicalRequest = sha256(canonicalRequest)
  const stringToSign = [algorithm, timestamp, credentialScope, hashedCanonicalRequest].join('\n')
  const signature = hmac(deriveKeys(secretKey, date, service).secretSigning, stringToSign).toString('hex')
  return {
    date,
    hashedBody,
    canonicalHeaders,
    signedHeaders,
    canonicalRequest,
    hashedCanonicalRequest,
    credentialScope,
    stringToSign,
    signature,
    authorization: `${algorithm} Credential=${secretId}/${credentialScope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
  }
}
