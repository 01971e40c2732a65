/**
 * The CSS management API of one account. A call is typed by its action, kept within the documented rate,
 * repeated after a passing failure only where repeating does no harm, and signed with the cloud's time
 * once the cloud has refused this computer's. Nothing of a credential leaves in an error or a log line.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../contract/errors.ts'
import type { Site } from '../../contract/sites.ts'
import type { Log } from '../log.ts'
import { type ActionName, type Answer, actions, type Params } from './actions.ts'
import { baseUrl, type CloudAccess, exchange, type Reply } from './exchange.ts'
import { openRoute, type Route } from './http-request.ts'
import { createLimiter } from './limiter.ts'
import type { ProxyEnv } from './proxy.ts'
import { repeatPassing, repeatRefusedForRate } from './repeat.ts'

export type { CloudAccess } from './exchange.ts'

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface Cloud {
  readonly site: Site
  call<A extends ActionName>(action: A, params: Params<A>, o?: CallOptions): Promise<Answer<A>>
  /** Ends the calls under way with `call.cancelled`. */
  close(): void
}

export interface CloudOptions {
  readonly log: Log
  readonly now?: () => number
  /** For one attempt; a repeatable call makes up to three. */
  readonly timeoutMs?: number
  readonly env?: ProxyEnv
  readonly language?: 'zh-CN' | 'en-US'
  /** Stand in for the passing of time and for chance in tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>
  readonly random?: () => number
}

export const defaultTimeoutMs = 10_000

export function createCloud(access: CloudAccess, options: CloudOptions): Cloud {
  const { log, now = Date.now, timeoutMs = defaultTimeoutMs, env, language = 'en-US' } = options
  const { random = Math.random, wait = (ms, signal) => delay(ms, undefined, { signal }) } = options
  const limiter = createLimiter()
  const closed = new AbortController()
  let keptRoute: Route | null = null
  /** The cloud's clock minus this computer's in milliseconds, as the last answer showed it. */
  let skewMs = 0
  let correctionMs = 0

  /** Reads share connections. A change gets its own: the reset of a kept one leaves open whether it was done. */
  const keptConnections = (): Route => {
    keptRoute ??= openRoute(baseUrl(access), env, { keepAlive: true })
    return keptRoute
  }

  const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
    await wait(ms, signal).catch((error: unknown) => {
      throw signal.aborted ? new AppError('call.cancelled') : error
    })
  }

  const send = async (action: ActionName, params: object, signal: AbortSignal): Promise<Reply> => {
    const { rate, repeatable } = actions[action]
    const ms = limiter.reserve(action, rate)
    if (ms > 0) await pause(ms, signal)
    const transport = { timeoutMs, signal, ...(repeatable ? { route: keptConnections() } : env ? { env } : {}) }
    const sentAt = now()
    const reply = await exchange(access, { action, params, at: sentAt + correctionMs, language, transport })
    if (reply.cloudTime !== null) skewMs = measureSkew(reply.cloudTime, sentAt, now())
    return reply
  }

  /** A signature refused for its time was not acted upon, so that any action may be sent again, once. */
  const sendInTime = async (action: ActionName, params: object, signal: AbortSignal) => {
    const reply = await send(action, params, signal)
    if (reply.refused?.details.apiCode !== 'AuthFailure.SignatureExpire' || reply.cloudTime === null) return reply
    correctionMs = skewMs
    log.warn('this computer’s clock differs from the cloud’s; signing with the cloud’s', { action, skewMs })
    return send(action, params, signal)
  }

  const callOnce = async (action: ActionName, params: object, signal: AbortSignal) => {
    const { answer, refused } = await sendInTime(action, params, signal)
    if (refused) throw refused
    return answer
  }

  const beforeRepeat = (action: ActionName, signal: AbortSignal) => async (ms: number, error: AppError) => {
    log.warn('a call to the cloud is repeated', { ...error.details, action, code: error.code })
    await pause(ms, signal)
  }

  return {
    site: access.site,
    async call<A extends ActionName>(action: A, params: Params<A>, { signal }: CallOptions = {}) {
      const facts = actions[action]
      if (!facts.sites.includes(access.site))
        throw new AppError('cloud.unavailableOnSite', { params: { action, site: access.site }, details: { action } })
      const until = signal ? AbortSignal.any([signal, closed.signal]) : closed.signal
      const attempt = () => callOnce(action, params, until)
      const repeat = facts.repeatable ? repeatPassing : repeatRefusedForRate
      const answer = await repeat(attempt, random, beforeRepeat(action, until))
      return answer as Answer<A>
    },
    close() {
      closed.abort()
      keptRoute?.agent.destroy()
    },
  }
}

/** The header has whole seconds, so that the middle of that second is the best guess. */
export const measureSkew = (cloudTime: number, sentAt: number, answeredAt: number): number =>
  Math.round(cloudTime + 500 - (sentAt + answeredAt) / 2)
