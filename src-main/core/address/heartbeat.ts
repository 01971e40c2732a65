/**
 * One heartbeat: a nonce goes out through a public address, and only this desk can give the answer. Whatever else
 * comes back, or does not, is named so precisely that a person knows what to mend (security T4).
 */
import { randomUUID } from 'node:crypto'
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import type { Paths } from '../receiver/paths.ts'

export interface Answer {
  readonly status: number
  readonly body: string
  /** Of a redirect: where it leads. */
  readonly location?: string | null
}

/** Sends a body through the public address, from wherever the world sees it. Rejects when nothing answers. */
export type PostThrough = (url: string, body: string) => Promise<Answer>

export interface Heartbeat {
  readonly base: string
  readonly post: PostThrough
  readonly slot: string
  readonly paths: Pick<Paths, 'pathFor' | 'heartbeatAnswer'>
}

/** null = this desk answered. Never rejects. */
export async function sendHeartbeat({ base, post, slot, paths }: Heartbeat): Promise<AppError | null> {
  const nonce = randomUUID()
  const url = base.replace(/\/+$/, '') + paths.pathFor(slot, 'heartbeat')
  try {
    return judge(await post(url, JSON.stringify({ nonce })), paths.heartbeatAnswer(nonce))
  } catch (error) {
    return noAnswer(error, new URL(base).host)
  }
}

function judge({ status, body, location }: Answer, expected: string): AppError | null {
  if (status === 200) return isAnswer(body, expected) ? null : new AppError('receiver.addressForeign')
  const params = { status }
  if (status >= 300 && status < 400)
    return new AppError('receiver.addressRedirects', { params: { ...params, location: shown(location) } })
  return new AppError(status >= 500 ? 'receiver.addressGateway' : 'receiver.addressRefuses', { params })
}

/** Our own path comes back in most redirects; its token is nobody's to read. */
const shown = (location: string | null | undefined): string =>
  location ? location.replace(/\/c\/[a-z0-9]+\.[\w-]+(\/[A-Za-z]+)?/, '/…').slice(0, 200) : '?'

const codes: Partial<Record<ErrorCode, ErrorCode>> = {
  'cloud.dns': 'receiver.addressDns',
  'cloud.connect': 'receiver.addressClosed',
  'cloud.timeout': 'receiver.addressTimeout',
  'cloud.tls': 'receiver.addressTls',
  'cloud.proxy': 'receiver.addressProxy',
}

function noAnswer(error: unknown, host: string): AppError {
  const known = error instanceof AppError ? error : null
  const message = known ? (known.details.message ?? known.code) : 'no answer'
  const code = (known && codes[known.code]) ?? 'receiver.addressUnreachable'
  // Node ends its sentence here and there; the catalogue's sentence goes on after it.
  const reason = message.replace(/\.$/, '')
  return new AppError(code, { params: { ...known?.params, host, reason }, details: { message }, cause: error })
}

/** The receiver answers `{ code: 0, answer }`; anything that is not exactly this desk's answer is foreign. */
function isAnswer(body: string, expected: string): boolean {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null && 'answer' in parsed && parsed.answer === expected
  } catch {
    return false
  }
}
