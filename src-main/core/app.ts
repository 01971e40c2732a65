/**
 * Builds the desk once, in the order of need, and closes it in reverse. Every part is a plain object that is
 * given what it uses; only this file and those in app/ know which. What receives callbacks comes first and alone.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { Role } from '../contract/define.ts'
import type { DeskHandlers } from '../contract/index.ts'
import { openGround } from './app/ground.ts'
import { createIdentity } from './app/identity.ts'
import { createReception } from './app/reception.ts'
import type { Host } from './host.ts'
import type { Session } from './serve.ts'
import type { PictureType } from './store/pictures.ts'
import type { Timing } from './tunnel/supervise.ts'

export interface AppOptions {
  readonly now?: () => number
  /** For one attempt of a call to the cloud. */
  readonly cloudTimeoutMs?: number
  /** How patient tunnels are. */
  readonly tunnelTiming?: Partial<Timing>
  /** How often the desk looks at the cloud by itself. */
  readonly roundMs?: number
  /** How long the receiver waits before it tries a taken port again. */
  readonly portRetryMs?: number
}

export interface App {
  readonly handlers: DeskHandlers
  /** Somebody opens a window; for `serve`. `hostRole` is the most they may have. */
  openSession(hostRole: Role): Session
  /** The picture of an alert for the host's own address of it, by its name there; null when it is not here. */
  readPicture(name: string): Promise<{ bytes: Buffer; type: PictureType } | null>
  close(): Promise<void>
}

/** Loading the rest keeps the thread busy for a tenth of a second; what is already at the door is answered first. */
const firstTurnMs = 15

/** Throws only what makes a desk impossible: `store.failed` for a file this version cannot use. */
export async function createApp(
  host: Host,
  { now = Date.now, cloudTimeoutMs, tunnelTiming, roundMs, portRetryMs }: AppOptions = {},
): Promise<App> {
  const ground = await openGround(host, now)
  const identity = createIdentity(ground, cloudTimeoutMs)
  const reception = createReception(ground, identity, { tunnelTiming, portRetryMs })
  await reception.listening.restart()
  await delay(firstTurnMs)
  const { join } = await import('./app/joining.ts')
  return join(ground, identity, reception, roundMs)
}
