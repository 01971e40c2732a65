/** Which failures pass by themselves, and how often and when a call that only reads is sent again. */
import { AppError } from '../../contract/errors.ts'

const maxAttempts = 3

/** 0.3 s doubled each time, of which a random half is taken off, so that desks do not come back in step. */
const backoffMs = (attempt: number, random: () => number): number => 300 * 2 ** (attempt - 1) * (0.5 + random() / 2)

const passingCodes = new Set(['cloud.dns', 'cloud.connect', 'cloud.timeout', 'cloud.reset'])

const isRateLimit = (apiCode: string): boolean =>
  /^RequestLimitExceeded(\.|$)/.test(apiCode) || apiCode === 'LimitExceeded.RateLimitExceeded'

function isPassing(error: unknown): error is AppError {
  if (!(error instanceof AppError)) return false
  // A proxy that refuses (407, 403) would do so again, and may lock the person out.
  const status = Number(error.params.status ?? 503)
  if (error.code === 'cloud.http' || error.code === 'cloud.proxy') return status >= 500 || status === 429
  return passingCodes.has(error.code) || isRateLimit(error.details.apiCode ?? '')
}

/** Calls `attempt` until it succeeds, fails for good, or has failed three times; `before` waits the given time. */
export async function repeatPassing<T>(
  attempt: () => Promise<T>,
  random: () => number,
  before: (ms: number, error: AppError) => Promise<void>,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      if (!isPassing(error) || made === maxAttempts) throw error
      await before(backoffMs(made, random), error)
    }
  }
}
