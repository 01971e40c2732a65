/** The curve of the heartbeats' latency as data: a line for each unbroken stretch, a mark for each miss. Pure. */
import type { Beat } from '../../../src-main/contract/address.ts'

export interface Curve {
  /** Points of polylines, as SVG takes them. */
  readonly lines: readonly string[]
  /** Where beats did not come back. */
  readonly misses: readonly number[]
  readonly fastestMs: number | null
  readonly slowestMs: number | null
  readonly count: number
}

/** Beats come every minute; a longer silence than this was no beat at all (the desk slept or was closed). */
const longestStepMs = 150_000
/** So that a quiet line of 3 ms does not look like a storm. */
const leastScaleMs = 50

export function latencyCurve(beats: readonly Beat[], width: number, height: number): Curve {
  const [first, last] = [beats[0], beats.at(-1)]
  const span = first && last ? Math.max(1, last.at - first.at) : 1
  const known = beats.flatMap(({ latencyMs }) => (latencyMs === null ? [] : [latencyMs]))
  const top = Math.max(leastScaleMs, ...known)
  const x = (at: number) => round(beats.length < 2 ? width : ((at - (first?.at ?? 0)) / span) * width)
  const y = (ms: number) => round(height - 1 - (ms / top) * (height - 2))
  const lines: string[][] = []
  let before: Beat | null = null
  for (const beat of beats) {
    const isJoined = before !== null && before.latencyMs !== null && beat.at - before.at <= longestStepMs
    if (beat.latencyMs !== null) {
      if (!isJoined) lines.push([])
      lines.at(-1)?.push(`${x(beat.at)},${y(beat.latencyMs)}`)
    }
    before = beat
  }
  return {
    // A single point is drawn as a short dash, or nobody would see it.
    lines: lines.map((points) => (points.length === 1 ? `${points[0]} ${dash(points[0] ?? '')}` : points.join(' '))),
    misses: beats.flatMap(({ at, latencyMs }) => (latencyMs === null ? [x(at)] : [])),
    fastestMs: known.length > 0 ? Math.min(...known) : null,
    slowestMs: known.length > 0 ? Math.max(...known) : null,
    count: beats.length,
  }
}

const round = (value: number) => Math.round(value * 10) / 10

function dash(point: string): string {
  const [x = '0', y = '0'] = point.split(',')
  return `${Math.max(0, Number(x) - 2)},${y}`
}
