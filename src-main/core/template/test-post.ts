/** Posting a test as the cloud posts an event (css-callbacks, section 1), from this machine to wherever the URL leads. */
import { shownAnswerBytes, type TestCertificate } from '../../contract/template-tests.ts'
import { httpRequest } from '../cloud/http-request.ts'
import { proxyFor } from '../cloud/proxy.ts'

export interface TestAnswer {
  readonly status: number
  readonly body: string
  readonly bodyIsCut: boolean
  /** Of a redirect; it is not followed, which is what the cloud is taken to do too. */
  readonly location: string | null
}

export interface TestPoster {
  /** Rejects with a `cloud.*` code for the network when no answer comes. */
  post(url: string, body: string): Promise<TestAnswer>
  /** Never rejects. null for http, behind a proxy, and where none came. */
  certificate(url: string): Promise<TestCertificate | null>
}

/** The cloud gives up after 20 s. */
const waitsMs = 20_000
const certificateMs = 5000

export function createTestPoster(
  readCertificate: (url: URL, timeoutMs: number) => Promise<TestCertificate | null>,
  timeoutMs = waitsMs,
): TestPoster {
  return {
    async post(url, body) {
      const {
        status,
        headers,
        body: answer,
      } = await httpRequest({
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        timeoutMs,
        maxBytes: shownAnswerBytes + 1,
        cutLonger: true,
      })
      return { status, ...readAnswer(answer), location: headers.location ?? null }
    },
    async certificate(text) {
      const url = new URL(text)
      if (url.protocol !== 'https:' || isProxied(url)) return null
      return readCertificate(url, Math.min(certificateMs, timeoutMs))
    },
  }
}

/** The shown beginning of an answer. */
export function readAnswer(answer: Buffer): Pick<TestAnswer, 'body' | 'bodyIsCut'> {
  return { body: answer.subarray(0, shownAnswerBytes).toString('utf8'), bodyIsCut: answer.length > shownAnswerBytes }
}

function isProxied(url: URL): boolean {
  try {
    return proxyFor(url, process.env) !== null
  } catch {
    return true
  }
}
