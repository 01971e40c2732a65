/**
 * Tries out an account: a few real, harmless calls, each sent once and with this computer's own clock, so
 * that what the desk would otherwise bear with (a wrong clock, a passing failure) is seen. Every answer is
 * put to the question it fails: can the cloud be reached, is the clock right, is the key known, may it do
 * this, is the service on. Questions after a failed one stay open.
 */
import { type AccountTest, accountChecks } from '../../contract/account.ts'
import { AppError } from '../../contract/errors.ts'
import type { ActionName } from './actions.ts'
import { type CloudOptions, defaultTimeoutMs, measureSkew } from './cloud.ts'
import { type CloudAccess, exchange, type Reply } from './exchange.ts'

type Check = (typeof accountChecks)[number]

export interface ProbeOptions extends Pick<CloudOptions, 'now' | 'timeoutMs' | 'env' | 'language'> {
  readonly signal?: AbortSignal
}

/** Never rejects for what the cloud or the network does; only `call.cancelled` is thrown. */
export async function probeAccount(access: CloudAccess, options: ProbeOptions = {}): Promise<AccountTest> {
  const { now = Date.now, timeoutMs = defaultTimeoutMs, env, language = 'en-US', signal } = options
  let clockSkewMs: number | null = null
  let latencyMs: number | null = null

  const ask = async (action: ActionName, params: object): Promise<Reply> => {
    const transport = { timeoutMs, ...(env ? { env } : {}), ...(signal ? { signal } : {}) }
    const sentAt = now()
    const reply = await exchange(access, { action, params, at: sentAt, language, transport })
    const answeredAt = now()
    latencyMs ??= answeredAt - sentAt
    if (reply.cloudTime !== null) clockSkewMs ??= measureSkew(reply.cloudTime, sentAt, answeredAt)
    return reply
  }

  const tried = await tryCalls(ask)
  return {
    ok: tried.failure === null,
    checks: toChecks(tried.failure),
    clockSkewMs,
    latencyMs,
    domains: tried.domains,
    tooStrong: tried.failure === null ? await isTooStrong(ask) : null,
  }
}

interface Failure {
  readonly check: Check
  readonly error: AppError
}

async function tryCalls(ask: (action: ActionName, params: object) => Promise<Reply>) {
  const first = await attempt(() => ask('DescribeLiveDomains', { DomainType: 0, PageNum: 1, PageSize: 10 }))
  // A switched-off service does not say whether the key may read templates, which is asked before it.
  const goesOn = first.failure === null || first.failure.check === 'service'
  const second = goesOn ? await attempt(() => ask('DescribeLiveCallbackTemplates', {})) : first
  const failures = [first.failure, second.failure].filter((failure) => failure !== null)
  failures.sort((a, b) => accountChecks.indexOf(a.check) - accountChecks.indexOf(b.check))
  const count = first.reply?.answer?.AllCount
  return {
    failure: failures[0] ?? null,
    domains: first.failure ? null : typeof count === 'number' ? count : 0,
  }
}

/** No policy the desk ships grants this call (security S5); whether there is such a template does not matter. */
async function isTooStrong(ask: (action: ActionName, params: object) => Promise<Reply>): Promise<boolean | null> {
  const { reply, failure } = await attempt(() => ask('DescribeLiveSnapshotTemplate', { TemplateId: 1 }))
  return reply && failure?.check !== 'key' ? failure?.check !== 'permission' : null
}

async function attempt(ask: () => Promise<Reply>): Promise<{ reply: Reply | null; failure: Failure | null }> {
  try {
    const reply = await ask()
    const check = reply.refused && questionOf(reply.refused.details.apiCode ?? '')
    return { reply, failure: reply.refused && check ? { check, error: reply.refused } : null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'call.cancelled') throw error
    return { reply: null, failure: { check: error.code === 'cloud.refused' ? 'key' : 'reach', error } }
  }
}

/** The question a refusal answers with no; null for an account that merely has no domains yet. */
function questionOf(apiCode: string): Check | null {
  if (apiCode === 'ResourceNotFound.EmptyData') return null
  if (apiCode === 'AuthFailure.SignatureExpire') return 'clock'
  if (/^(AuthFailure\.)?UnauthorizedOperation(\.|$)/.test(apiCode)) return 'permission'
  return apiCode.startsWith('AuthFailure') ? 'key' : 'service'
}

function toChecks(failure: Failure | null): AccountTest['checks'] {
  const failedAt = failure ? accountChecks.indexOf(failure.check) : accountChecks.length
  return accountChecks.map((check, at) => {
    if (failure && at === failedAt) return { check, state: 'failed', error: failure.error.toShape() }
    return { check, state: at < failedAt ? 'ok' : 'unknown' }
  })
}
