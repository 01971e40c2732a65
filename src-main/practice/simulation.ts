/** The people who stream: begins and ends their pushes, and lets happen to them what the scenario says. */
import type { Scenario } from '../contract/practice.ts'
import type { Agenda } from './agenda.ts'
import { midStreamBodies } from './bodies/index.ts'
import { imageAlertBody } from './bodies/moderation-bodies.ts'
import { screenshotBody } from './bodies/stream-bodies.ts'
import { minute } from './options.ts'
import type { Random } from './random.ts'
import { isPathUp, type Mood, pace, scenarios } from './scenarios.ts'
import { apps, mainDomain, secondDomain } from './seed.ts'
import { breakEnds, ownEnds } from './stop-reasons.ts'
import { type OnAir, resumesWithinMs, type Source, type Streams } from './streams.ts'

export interface Simulation {
  readonly scenario: Scenario
  readonly mood: Mood
  isPathUp(): boolean
  setScenario(scenario: Scenario): void
}

interface Streamer extends Source {
  readonly userIp: string
  stream: string
  phase: 'away' | 'onAir'
  /** When the phase ends. */
  until: number
  /** Refused pushes in a row. */
  refusals: number
}

interface SimulationParts {
  readonly streams: Streams
  readonly agenda: Agenda
  readonly random: Random
  readonly now: () => number
  readonly timeScale: number
}

const names = ['room', 'show', 'gala', 'match', 'talk', 'studio'] as const

export function startSimulation(parts: SimulationParts, first: Scenario): Simulation {
  const { streams, agenda, random, now, timeScale } = parts
  const speed = pace(timeScale)
  let scenario = first
  let begunAt = now()
  let streamers: Streamer[] = []
  let nextOtherAt = 0
  let otherIndex = 0
  const mood = () => scenarios[scenario]
  const span = (range: readonly [number, number]) => random.between(range) / speed

  const newStreamer = (index: number): Streamer => ({
    // Two of three on the domain that is moderated.
    domain: index % 3 === 2 ? secondDomain : mainDomain,
    app: apps[Math.floor(index / 2) % apps.length] ?? 'live',
    stream: `${names[index % names.length]}-${1001 + index * 17}`,
    userIp: `203.0.113.${random.int(1, 254)}`,
    phase: 'away',
    // The first ones come soon, so that something happens at once.
    until: now() + (index * 250) / speed,
    refusals: 0,
  })

  const goAway = (streamer: Streamer, ms: number) => {
    streamer.phase = 'away'
    streamer.until = now() + ms
  }

  /** Someone who was cut tries again soon or late; a stubborn one who stays banned comes under a new name. */
  const afterCut = (streamer: Streamer) => {
    const returns = random.chance(mood().reconnects)
    goAway(streamer, returns ? 2_000 / speed : span(mood().offAirMs) * 3)
  }
  const afterRefusal = (streamer: Streamer) => {
    streamer.refusals += 1
    const stubborn = mood().reconnects === 1
    if (stubborn && streamer.refusals >= 2) {
      streamer.stream = `${streamer.stream.replace(/-again\d*$/, '')}-again${random.int(2, 999)}`
      streamer.refusals = 0
    }
    goAway(streamer, stubborn ? 3_000 / speed : 5 * span(mood().offAirMs))
  }

  const live = (streamer: Streamer) => {
    if (streamer.phase === 'onAir' && !streams.find(streamer)) return afterCut(streamer)
    if (now() < streamer.until) return
    if (streamer.phase === 'onAir') {
      const breaks = random.chance(mood().breaks)
      streams.end(streamer, random.pick(breaks ? breakEnds : ownEnds))
      // Who breaks off may be back before it counts as a stop; who ends stays away longer than that.
      goAway(streamer, span(mood().offAirMs) + (breaks ? 0 : resumesWithinMs / timeScale))
    } else if (streams.start(streamer) === 'refused') {
      afterRefusal(streamer)
    } else {
      streamer.phase = 'onAir'
      streamer.refusals = 0
      streamer.until = now() + span(mood().onAirMs)
    }
  }

  const takePicture = (push: OnAir) => {
    if (!push.snapshots || now() < push.nextPictureAt) return
    const every = (push.snapshots.interval * 1000) / (mood().snapshotSpeed * speed)
    push.nextPictureAt = Math.max(push.nextPictureAt, now() - every) + every
    const context = streams.context(push)
    streams.emit(200, push, screenshotBody(context))
    // By default only suspicious pictures are called back (css-api, section 7).
    if (push.snapshots.pornFlag === 1 && random.chance(mood().flagged)) streams.emit(317, push, imageAlertBody(context))
  }

  const letSomethingHappen = () => {
    const [push, ...others] = streams.onAir()
    if (!push || now() < nextOtherAt) return
    nextOtherAt = now() + (mood().otherEventMs / speed) * (0.5 + random.next())
    const { otherTypes } = mood()
    const type = otherTypes[otherIndex % otherTypes.length] ?? otherTypes[0]
    otherIndex += 1
    const victim = random.pick([push, ...others])
    const body = midStreamBodies[type]
    if (body) streams.emit(type, victim, body(streams.context(victim)))
  }

  const setScenario = (next: Scenario) => {
    scenario = next
    begunAt = now()
    nextOtherAt = 0
    const wanted = Array.from({ length: mood().streamers }, (_, index) => streamers[index] ?? newStreamer(index))
    for (const leaving of streamers.slice(wanted.length)) streams.end(leaving, ownEnds[0])
    streamers = wanted
  }
  setScenario(first)

  agenda.onBeat(() => {
    for (const streamer of streamers) live(streamer)
    for (const push of streams.onAir()) takePicture(push)
    letSomethingHappen()
  })

  return {
    get scenario() {
      return scenario
    },
    get mood() {
      return mood()
    },
    isPathUp: () => isPathUp(mood(), ((now() - begunAt) * timeScale) / minute),
    setScenario,
  }
}
