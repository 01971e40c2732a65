/** Posting through a public address from this machine, the way the internet sees it. */
import { httpRequest } from '../cloud/http-request.ts'
import type { PostThrough } from './heartbeat.ts'

const timeoutMs = 10_000
const maxAnswerBytes = 64 * 1024

export const postThrough: PostThrough = async (url, body) => {
  const headers = { 'content-type': 'application/json' }
  const answer = await httpRequest({ url, method: 'POST', headers, body, timeoutMs, maxBytes: maxAnswerBytes })
  const location = answer.headers.location ?? null
  return { status: answer.status, body: answer.body.toString('utf8'), location }
}
