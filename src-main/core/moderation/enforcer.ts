/** What moderation needs of whoever talks to the cloud about streams; core/stream does it, and joins in app/moderating.ts. */
import type { EnforcingDecision, StreamIdentity } from '../../contract/cases.ts'
import type { BlastRadius, StreamRef } from '../../contract/streams.ts'

export interface Sending {
  readonly action: EnforcingDecision
  readonly ref: StreamRef
  /** For the cloud's own records. */
  readonly reason: string
  readonly by: string
  /** When a ban ends. */
  readonly until: number | null
}

export interface Accepted {
  /** Names it in the progress that follows. */
  readonly run: number
  readonly acceptedAt: number
  /** Nothing was on air: there is nothing to wait for. */
  readonly isOver: boolean
}

/** What became of something the cloud has accepted. `overdue` may still become `done`. */
export interface Progress {
  /** As `send` gave it. */
  readonly run: number
  readonly phase: 'done' | 'overdue' | 'unknown'
  readonly at: number
  readonly shownBy: 'stopEvent' | 'state' | null
}

export type Radius = Pick<BlastRadius, 'places' | 'isComplete'>

export interface Enforcer {
  /**
   * Resolves when the cloud has accepted. Rejects with its refusal, with `domain.notFound` or `stream.unknown` when
   * the stream is not the account's, and with `stream.unclear` when the answer got lost and nothing shows that it
   * was done. Never sends twice.
   */
  send(sending: Sending): Promise<Accepted>
  onProgress(listener: (progress: Progress) => void): void
  state(ref: StreamRef, signal: AbortSignal): Promise<'active' | 'inactive' | 'forbid' | 'unknown'>
  /** Whose the stream is; never `unread`: it rejects when the API does not answer. */
  identify(ref: StreamRef, signal: AbortSignal): Promise<StreamIdentity>
  /** Where a ban of this name hits. */
  blastRadius(stream: string, signal: AbortSignal): Promise<Radius>
}
