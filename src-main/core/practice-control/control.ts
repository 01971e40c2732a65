/** The practice cloud's control API: on the same port as its CSS API, with the account's SecretKey as bearer. */
import { z } from 'zod'
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import { PracticeStatus, type Scenario } from '../../contract/practice.ts'
import { httpRequest } from '../cloud/http-request.ts'
import type { PracticeHandle } from '../host.ts'

const Status = PracticeStatus.omit({ running: true })
const Fetched = z.object({ status: z.number().nullable(), body: z.string() })

export interface Control {
  status(): Promise<z.infer<typeof Status>>
  setScenario(scenario: Scenario): Promise<z.infer<typeof Status>>
  /** Names as public DNS would resolve them: host → "127.0.0.1:port". */
  resolve(map: Readonly<Record<string, string>>): Promise<void>
  /** Posts to a public URL as the cloud does; throws `cloud.dns`, `cloud.timeout`, `cloud.tls` or `cloud.connect` when nothing answers. */
  fetch(url: string, body: string): Promise<{ status: number; body: string }>
}

/** Longer than the 20 s the cloud itself waits for an answer would tell nothing more. */
const timeoutMs = 20_000

export function createControl({ endpoint, secretKey }: PracticeHandle): Control {
  async function call(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const answer = await httpRequest({
      url: endpoint + path,
      method,
      headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs,
    })
    if (answer.status !== 200)
      throw new AppError('practice.notRunning', { details: { message: `${path}: ${answer.status}` } })
    return JSON.parse(answer.body.toString('utf8'))
  }

  return {
    status: async () => Status.parse(await call('GET', '/practice/status')),
    setScenario: async (scenario) => Status.parse(await call('POST', '/practice/scenario', { scenario })),
    async resolve(map) {
      await call('POST', '/practice/resolve', map)
    },
    async fetch(url, body) {
      const fetched = Fetched.parse(await call('POST', '/practice/fetch', { url, body }))
      if (fetched.status === null) throw new AppError(codeOf(fetched.body), { details: { message: fetched.body } })
      return { status: fetched.status, body: fetched.body }
    },
  }
}

/** The practice cloud says in words why nothing answered. */
function codeOf(reason: string): ErrorCode {
  if (reason.endsWith('does not resolve')) return 'cloud.dns'
  if (/certificate|SSL routines/.test(reason)) return 'cloud.tls'
  return reason.startsWith('no answer for') ? 'cloud.timeout' : 'cloud.connect'
}
