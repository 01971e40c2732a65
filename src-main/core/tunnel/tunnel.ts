/** What every kind of tunnel is to the rest of the desk: opened once, it stands until it goes down or is closed. */
import type { AppError } from '../../contract/errors.ts'
import type { CheckItem } from '../../contract/tunnel.ts'

export interface Tunnel {
  /** Where it is reached from the internet. */
  readonly url: string
  /** The address of this machine it stands on; null where that is not known or may change under it. */
  readonly localAddress: string | null
  /** Opened anew it would have another one: after sleep it is left to come back by itself. */
  readonly losesUrl?: boolean
  /** Resolves when it has gone down by itself, with why. */
  readonly down: Promise<AppError>
  /** Lets what is under way finish for a moment, then takes it down. */
  close(): Promise<void>
}

export interface OpenOptions {
  /** The receiver's port on this machine; null while it does not listen. */
  readonly localPort: () => number | null
  /** Gives the opening up. */
  readonly signal: AbortSignal
  /** Progress, for a check. */
  readonly onStep?: (item: CheckItem) => void
  /** Trouble that the tunnel deals with by itself, and its end. */
  readonly onTrouble?: (error: AppError | null) => void
}

/** Rejects with an AppError that says what is wrong, or with the signal's reason. */
export type OpenTunnel = (options: OpenOptions) => Promise<Tunnel>
