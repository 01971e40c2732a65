/** What the bodies of all events of one push are made from. */
import type { Random } from '../random.ts'

export interface Push {
  readonly domain: string
  readonly app: string
  readonly stream: string
  /** Shared by its start and its stop. */
  readonly sequence: string
  /** One recording run. */
  readonly session: string
  readonly userIp: string
  readonly node: string
  /** The push query with its credential, as bodies carry it. */
  readonly param: string
  readonly width: number
  readonly height: number
  readonly startedAt: number
}

export interface BodyContext {
  readonly push: Push
  /** Epoch milliseconds of the event. */
  readonly at: number
  readonly random: Random
  /** Base URL under which this cloud serves its pictures and files. */
  readonly base: string
}

export type Body = Record<string, unknown>

export function createPush(
  { domain, app, stream, userIp }: { domain: string; app: string; stream: string; userIp?: string },
  at: number,
  random: Random,
): Push {
  const [width, height] = random.pick([
    [1280, 720],
    [1920, 1080],
    [640, 360],
  ] as const)
  const expires = Math.floor(at / 1000) + 86_400
  return {
    domain,
    app,
    stream,
    sequence: random.digits(19),
    session: random.digits(19),
    userIp: userIp ?? `203.0.113.${random.int(1, 254)}`,
    node: `198.51.100.${random.int(1, 254)}`,
    param: `txSecret=${random.hex(32)}&txTime=${expires.toString(16).toUpperCase()}`,
    width,
    height,
    startedAt: at,
  }
}
