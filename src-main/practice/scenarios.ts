/** The scenarios as data: who streams, how often what happens, and what goes wrong on the way. */
import type { Scenario } from '../contract/practice.ts'

/** Durations in milliseconds at a time scale of up to 20; beyond it everything runs faster (see pace). */
export interface Mood {
  readonly streamers: number
  readonly onAirMs: readonly [number, number]
  readonly offAirMs: readonly [number, number]
  /** How many times more often than the snapshot template says pictures are taken. */
  readonly snapshotSpeed: number
  /** Share of moderated pictures that are reported (317). */
  readonly flagged: number
  /** Between two events other than start, stop, picture, alert and recording. */
  readonly otherEventMs: number
  readonly otherTypes: readonly [number, ...number[]]
  /** Streamers whose connection breaks rather than ends. */
  readonly breaks: number
  /** Whether a streamer who was cut pushes again, and how often one who was banned tries to. */
  readonly reconnects: number
  /** The API accepts a cut or a ban, and the stream stays on air all the same. */
  readonly ignoresCuts: boolean
  readonly duplicates: number
  readonly disorder: number
  readonly signsWithWrongKey: boolean
  /** Cloud minutes the path is down and up, in turns; null = always up. */
  readonly pathMinutes: readonly { readonly down: number; readonly up: number }[] | null
}

const commonTypes = [321, 332, 315, 341] as const
const everyOtherType = [321, 332, 315, 341, 314, 328, 338, 343, 344, 345, 347, 348, 349] as const

const calm: Mood = {
  streamers: 3,
  onAirMs: [60_000, 180_000],
  offAirMs: [8_000, 20_000],
  snapshotSpeed: 1,
  flagged: 0.06,
  otherEventMs: 10_000,
  otherTypes: commonTypes,
  breaks: 0.1,
  reconnects: 0.2,
  ignoresCuts: false,
  duplicates: 0.02,
  disorder: 0.03,
  signsWithWrongKey: false,
  pathMinutes: null,
}

const busy: Mood = {
  ...calm,
  streamers: 12,
  onAirMs: [15_000, 60_000],
  offAirMs: [2_000, 8_000],
  snapshotSpeed: 4,
  flagged: 0.15,
  otherEventMs: 700,
  otherTypes: everyOtherType,
  breaks: 0.3,
  reconnects: 0.4,
  duplicates: 0.06,
  disorder: 0.1,
}

export const scenarios: Readonly<Record<Scenario, Mood>> = {
  calm,
  busy,
  flood: { ...busy, streamers: 45, snapshotSpeed: 60, flagged: 0.02, duplicates: 0.1 },
  /** Nine minutes are bridged by twelve retries, fifteen are not: then events are lost. */
  outage: {
    ...busy,
    streamers: 6,
    pathMinutes: [
      { down: 9, up: 6 },
      { down: 15, up: 6 },
    ],
  },
  wrongKey: { ...calm, streamers: 5, snapshotSpeed: 3, signsWithWrongKey: true },
  flapping: { ...busy, streamers: 8, onAirMs: [2_000, 6_000], offAirMs: [500, 5_000], breaks: 1 },
  rePush: { ...busy, streamers: 5, onAirMs: [60_000, 120_000], flagged: 0.4, reconnects: 1 },
  deafEdge: { ...busy, streamers: 5, onAirMs: [60_000, 120_000], flagged: 0.4, ignoresCuts: true },
}

/** A person can follow at 20; above that the streams run faster as well, up to ten times. */
export const pace = (timeScale: number): number => Math.min(10, Math.max(1, timeScale / 20))

/** Whether the path is up `cloudMinutes` after the scenario began. */
export function isPathUp({ pathMinutes }: Mood, cloudMinutes: number): boolean {
  if (!pathMinutes) return true
  const round = pathMinutes.reduce((sum, { down, up }) => sum + down + up, 0)
  let rest = cloudMinutes % round
  for (const { down, up } of pathMinutes) {
    if (rest < down) return false
    rest -= down
    if (rest < up) return true
    rest -= up
  }
  return true
}
