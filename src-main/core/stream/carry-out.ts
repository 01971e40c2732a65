/** One call that changes something, whose answer may get lost on the way. */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type ErrorCode } from '../../contract/errors.ts'
import { sites } from '../../contract/sites.ts'
import type { StreamRef } from '../../contract/streams.ts'
import type { ActiveAccount } from '../active-account.ts'
import { listForbidden } from '../cloud/streams.ts'

export type Wait = (ms: number, signal?: AbortSignal) => Promise<unknown>

export const realWait: Wait = (ms, signal) => delay(ms, undefined, signal ? { signal, ref: false } : { ref: false })

/** No answer, or none that can be read: the cloud may have acted. Any other failure says that it has not. */
const unclearCodes: readonly ErrorCode[] = ['cloud.timeout', 'cloud.reset', 'cloud.http', 'cloud.notJson']
/** When it is looked whether it was done: at once, and twice more for a cloud that takes its time. */
const looksAfterMs = [0, 1000, 2000]

/**
 * Never sends the call twice. Throws the cloud's refusal, or `stream.unclear` when the answer got lost and
 * `isDone` does not find it done: then a person decides with the state before their eyes.
 */
export async function carryOut(
  call: () => Promise<void>,
  isDone: () => Promise<boolean>,
  { ref, action, wait = realWait }: { ref: StreamRef; action: string; wait?: Wait | undefined },
): Promise<'answer' | 'state'> {
  try {
    await call()
    return 'answer'
  } catch (error) {
    if (!(error instanceof AppError) || !unclearCodes.includes(error.code)) throw error
    for (const ms of looksAfterMs) {
      if (ms > 0) await wait(ms)
      if (await isDone().catch(() => false)) return 'state'
    }
    throw new AppError('stream.unclear', {
      params: { ...ref, action },
      details: { message: error.message, ...error.details },
      cause: error,
    })
  }
}

/** Times of the list have whole seconds, of which some are rounded. */
const roundingMs = 1000

/** False where the site has no list of bans. */
export async function bannedUntil(
  { cloud, site }: ActiveAccount,
  stream: string,
  until: number | null,
): Promise<boolean> {
  if (!sites[site].forbidList || until === null) return false
  const bans = await listForbidden(cloud, stream)
  return bans.some(({ expiresAt }) => expiresAt !== null && Math.abs(expiresAt - until) <= roundingMs)
}
