/** The tunnels that stand or shall stand: one per way in use, each under its own supervision. */
import { AppError } from '../../contract/errors.ts'
import type { WayConfig, WayState } from '../../contract/tunnel.ts'
import type { Log } from '../log.ts'
import type { OpenWay } from './kinds.ts'
import type { StoredWay } from './stored-ways.ts'
import { type Supervision, superviseTunnel, type Timing } from './supervise.ts'
import type { Secrets } from './way-secrets.ts'
import { resourceOf, urlOf } from './way-url.ts'

export interface RunsParts {
  readonly openWay: OpenWay
  readonly secretsOf: (wayId: string) => Secrets
  readonly localPort: () => number | null
  /** A tunnel's state is another one. */
  readonly changed: () => void
  /** A tunnel stands: an event sent now should arrive. */
  readonly stood: () => void
  readonly log: Log
  readonly now: () => number
  readonly timing?: Partial<Timing>
}

export interface Runs {
  /** Starts, stops and restarts until exactly these ways run; of two that need the same thing, the first. */
  keep(ways: readonly StoredWay[]): void
  of(wayId: string): Supervision | null
  /** The one that holds what this way would need for itself. */
  holding(config: WayConfig): Supervision | null
  stateOf(way: StoredWay): WayState
  /** Takes down one that stands, and opens it anew with what is stored for it now. */
  renew(wayId: string): void
  /** The receiver has another port, or none. */
  receiverMoved(): void
  close(): Promise<void>
}

interface Run {
  readonly way: StoredWay
  readonly supervision: Supervision
  readonly port: number | null
}

export function createRuns(parts: RunsParts): Runs {
  const { openWay, secretsOf, localPort, changed, stood, log, now, timing } = parts
  const runs = new Map<string, Run>()
  /** Closings under way by what they hold: the next to need it waits for them. */
  const leaving = new Map<string, Promise<unknown>>()

  function start(way: StoredWay): void {
    const open = openWay(way.id, way.config, () => secretsOf(way.id))
    if (!open) return
    let wasUp = false
    const supervision = superviseTunnel({
      ...(timing && { timing }),
      log,
      now,
      changed() {
        const isUp = supervision.state().state === 'up'
        changed()
        if (isUp && !wasUp) stood()
        wasUp = isUp
      },
      async open({ signal, onTrouble }) {
        await leaving.get(heldBy(way))
        if (localPort() === null) throw new AppError('tunnel.receiverDown')
        return open({ localPort, signal, onTrouble })
      },
    })
    runs.set(way.id, { way, supervision, port: localPort() })
  }

  function stop({ way, supervision }: Run): Promise<void> {
    runs.delete(way.id)
    const closing = supervision.close().catch((error: unknown) => log.error('a tunnel did not close', { error }))
    leaving.set(heldBy(way), Promise.all([leaving.get(heldBy(way)), closing]))
    return closing
  }

  return {
    keep(ways) {
      const held = new Set<string>()
      const wanted = ways.filter(({ config }) => {
        const resource = resourceOf(config)
        if (resource === null || !held.has(resource)) return resource === null || held.add(resource)
        return false
      })
      for (const run of [...runs.values()]) {
        const still = wanted.find(({ id }) => id === run.way.id)
        if (JSON.stringify(still?.config) !== JSON.stringify(run.way.config)) void stop(run)
      }
      for (const way of wanted) if (!runs.has(way.id)) start(way)
    },
    of: (wayId) => runs.get(wayId)?.supervision ?? null,
    holding(config) {
      const resource = resourceOf(config)
      const holder = [...runs.values()].find((run) => resource !== null && resourceOf(run.way.config) === resource)
      return holder?.supervision ?? null
    },
    stateOf({ id, name, config }) {
      const url = urlOf(config)
      const state = runs.get(id)?.supervision.state() ?? idle
      return { id, name, kind: config.kind, ...state, url: state.url ?? url }
    },
    renew(wayId) {
      const run = runs.get(wayId)
      if (!run) return
      void stop(run)
      start(run.way)
    },
    receiverMoved() {
      // An ssh tunnel asks for the port with each connection; the others were told it once.
      for (const run of [...runs.values()]) {
        if (run.way.config.kind === 'ssh') run.supervision.retry()
        else if (run.port !== localPort()) {
          void stop(run)
          start(run.way)
        }
      }
    },
    async close() {
      await Promise.all([...runs.values()].map(stop))
    },
  }
}

/** What shares nothing with others is still in its own way while it closes. */
const heldBy = ({ id, config }: StoredWay): string => resourceOf(config) ?? id

const idle = { state: 'listening', url: null, attempt: 0, since: null, nextTryAt: null, error: null } as const
