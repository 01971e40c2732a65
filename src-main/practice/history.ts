/** Ended and refused pushes, for the event list and the list of published streams. */
import { minute } from './options.ts'
import type { Random } from './random.ts'
import { mainDomain, secondDomain } from './seed.ts'
import { ownEnds, type StopReason } from './stop-reasons.ts'

export interface PastPush {
  readonly domain: string
  readonly app: string
  readonly stream: string
  readonly startedAt: number
  readonly endedAt: number
  readonly reason: StopReason
  readonly userIp: string
  readonly width: number
  readonly height: number
  /** It never got on air. */
  readonly refused: boolean
}

export interface History {
  add(push: PastPush): void
  all(): readonly PastPush[]
}

const maxPushes = 10_000

/** Begins with a few pushes of the days before, so that a new account has a past. */
export function createHistory(now: number, random: Random): History {
  const pushes: PastPush[] = Array.from({ length: 24 }, (_, index) => {
    const endedAt = now - (24 - index) * 97 * minute
    return {
      domain: index % 3 === 0 ? secondDomain : mainDomain,
      app: 'live',
      stream: `room-${random.int(100, 140)}`,
      startedAt: endedAt - random.int(2, 90) * minute,
      endedAt,
      reason: random.pick(ownEnds),
      userIp: `203.0.113.${random.int(1, 254)}`,
      width: 1280,
      height: 720,
      refused: false,
    }
  })
  return {
    add: (push) => {
      pushes.push(push)
      if (pushes.length > maxPushes * 1.1) pushes.splice(0, pushes.length - maxPushes)
    },
    all: () => pushes,
  }
}
