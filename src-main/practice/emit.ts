/** Makes one given event happen now, for a stream that is on air or for one made up on the spot. */
import type { Account } from './account.ts'
import { midStreamBodies } from './bodies/index.ts'
import { createPush } from './bodies/push-facts.ts'
import { startBody, stopBody } from './bodies/stream-bodies.ts'
import type { EmitRequest } from './control.ts'
import { urlFor } from './delivery.ts'
import type { Random } from './random.ts'
import { mainDomain } from './seed.ts'
import { stopReasons } from './stop-reasons.ts'
import type { Source, Streams } from './streams.ts'

interface EmitParts {
  readonly account: Account
  readonly streams: Streams
  readonly random: Random
  readonly now: () => number
}

export function emitNow(parts: EmitParts, request: EmitRequest): { url: string | null } | null {
  const { account, streams } = parts
  const { type, domain = mainDomain, app = 'live', stream = 'practice-stream' } = request
  const source = { domain, app, stream }
  if (type === 0 || type === 1) {
    const template = account.callbacksInEffect(domain, app)
    if (type === 1) startNow(parts, source)
    else endNow(parts, source)
    return { url: template && urlFor(template, { type, ...source, body: {} }) }
  }
  const push = streams.find(source) ?? createPush(source, parts.now() - 60_000, parts.random)
  const body = midStreamBodies[type]?.(streams.context(push))
  if (!body) return null
  // Of the levels a template may choose from, this is the one it has by default.
  const wanted = type === 341 ? { ...body, exception_level: 'error' } : body
  return { url: streams.emit(type, push, wanted, { prompt: true }) }
}

function startNow({ streams }: EmitParts, source: Source): void {
  const push = streams.find(source)
  if (push) streams.emit(1, push, startBody(streams.context(push)), { prompt: true })
  else streams.start(source, { prompt: true })
}

function endNow({ streams, random, now }: EmitParts, source: Source): void {
  if (streams.find(source)) {
    streams.end(source, stopReasons.pushEnded, { prompt: true })
    return
  }
  const push = createPush(source, now() - 60_000, random)
  streams.emit(0, push, stopBody(streams.context(push), stopReasons.pushEnded), { prompt: true })
}
