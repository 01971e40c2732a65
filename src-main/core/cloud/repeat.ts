/** Which failures pass by themselves, and how often and when a call is sent again. */
import { AppError } from '../../contract/errors.ts'

const maxAttempts = 3
const maxAttemptsForRate = 5

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

/** What was refused for its rate was not acted upon, so that a change may be sent again as well. */
const isRefusedForRate = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'cloud.refused' && isRateLimit(error.details.apiCode ?? '')

type Before = (ms: number, error: AppError) => Promise<void>

/** Calls `attempt` until it succeeds, fails for good, or has failed three times; `before` waits the given time. */
export const repeatPassing = <T>(attempt: () => Promise<T>, random: () => number, before: Before): Promise<T> =>
  repeat(attempt, random, before, isPassing, maxAttempts)

/** For calls that change something: only where it is known that nothing was done; for about 5 s. */
export const repeatRefusedForRate = <T>(attempt: () => Promise<T>, random: () => number, before: Before): Promise<T> =>
  repeat(attempt, random, before, isRefusedForRate, maxAttemptsForRate)

async function repeat<T>(
  attempt: () => Promise<T>,
  random: () => number,
  before: Before,
  mayRepeat: (error: unknown) => error is AppError,
  attempts: number,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt()
    } catch (error) {
      if (!mayRepeat(error) || made === attempts) throw error
      await before(backoffMs(made, random), error)
    }
  }
}
