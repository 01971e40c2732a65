/** One POST as the cloud makes it: to the mapped address, under the URL's own Host and server name. */
import * as http from 'node:http'
import * as https from 'node:https'
import { rootCertificates } from 'node:tls'
import type { Addresses } from './addresses.ts'

/** What the practice cloud keeps of a receiver's answer. */
const maxAnswerBytes = 4096

export interface PostAnswer {
  /** null when no answer came; then `body` says why. */
  readonly status: number | null
  readonly body: string
  readonly ms: number
}

export interface Poster {
  post(url: string, body: string, timeoutMs: number): Promise<PostAnswer>
  close(): void
}

export function createPoster(addresses: Addresses, { ca }: { ca?: string | undefined }): Poster {
  const plain = new http.Agent({ keepAlive: true, maxSockets: 64 })
  const secure = new https.Agent({ keepAlive: true, maxSockets: 64, ...(ca ? { ca: [...rootCertificates, ca] } : {}) })
  const underWay = new Set<http.ClientRequest>()

  const post = (text: string, body: string, timeoutMs: number): Promise<PostAnswer> => {
    const startedAt = performance.now()
    const done = (status: number | null, answer: string) => ({
      status,
      body: answer,
      ms: performance.now() - startedAt,
    })
    const url = new URL(text)
    const address = addresses.find(url)
    if (!address) return Promise.resolve(done(null, `${url.hostname} does not resolve`))
    const { request, agent } =
      url.protocol === 'https:' ? { request: https.request, agent: secure } : { request: http.request, agent: plain }
    return new Promise((resolve) => {
      const outgoing = request({
        ...address,
        agent,
        method: 'POST',
        path: `${url.pathname}${url.search}`,
        servername: url.hostname,
        headers: { Host: url.host, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
      })
      const timer = setTimeout(() => outgoing.destroy(new Error(`no answer for ${timeoutMs} ms`)), timeoutMs)
      const finish = (status: number | null, answer: string) => {
        clearTimeout(timer)
        underWay.delete(outgoing)
        resolve(done(status, answer))
      }
      underWay.add(outgoing)
      outgoing.on('error', (error) => finish(null, error.message))
      outgoing.on('response', (response) => {
        readAnswer(response).then(
          (answer) => finish(response.statusCode ?? null, answer),
          (error: Error) => finish(null, error.message),
        )
      })
      outgoing.end(body)
    })
  }

  return {
    post,
    close: () => {
      for (const request of underWay) request.destroy(new Error('the practice cloud was closed'))
      plain.destroy()
      secure.destroy()
    },
  }
}

async function readAnswer(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    if (bytes < maxAnswerBytes) chunks.push(chunk)
    bytes += chunk.length
  }
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString()
}
