/** The moderation core on real files, with an enforcer and a clock under the test's control. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { CaseRow } from '../../../src-main/contract/cases.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { StreamState } from '../../../src-main/contract/streams.ts'
import type { NewEntry } from '../../../src-main/core/activity/activity.ts'
import type { Actor } from '../../../src-main/core/moderation/decisions.ts'
import type { Accepted, Enforcer, Progress, Radius, Sending } from '../../../src-main/core/moderation/enforcer.ts'
import { createModeration, type Moderation } from '../../../src-main/core/moderation/moderation.ts'
import type { Pictures } from '../../../src-main/core/moderation/pictures/pictures.ts'
import { caseMigrations } from '../../../src-main/core/store/case-schema.ts'
import { createModeratedEvents, type ModeratedEvent } from '../../../src-main/core/store/moderated-events.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createWriter } from '../../support/writer.ts'

export const minute = 60_000
export const start = 1_800_000_000_000

export const ann: Actor = { seat: 'seat-ann', name: 'Ann', accountId: 'acc' }
export const bob: Actor = { seat: 'seat-bob', name: 'Bob', accountId: 'acc' }

type EventFields = Parameters<typeof incoming>[0]

export const flagged = (at: number, more: EventFields = {}): EventFields => ({
  type: 317,
  verdict: 'Block',
  score: 95,
  label: 'Porn',
  occurredAt: at,
  receivedAt: at + 500,
  facts: { picture: 'https://bucket.cos.ap-guangzhou.myqcloud.com/a.jpg' },
  ...more,
})
export const started = (at: number, session: string, more: EventFields = {}): EventFields => ({
  type: 1,
  occurredAt: at,
  receivedAt: at + 500,
  session,
  ...more,
})
export const stopped = (at: number, session: string, more: EventFields = {}): EventFields => ({
  ...started(at, session),
  type: 0,
  facts: { code: 1 },
  ...more,
})

export interface FakeEnforcer extends Enforcer {
  readonly sent: Sending[]
  answer: () => Promise<Accepted>
  stateNow: () => Promise<StreamState>
  radius: Radius
  identity: 'own' | 'foreign' | 'absent'
  tell(progress: Progress): void
}

export function createFakeEnforcer(now: () => number, state: StreamState): FakeEnforcer {
  const listeners: ((progress: Progress) => void)[] = []
  const fake: FakeEnforcer = {
    sent: [],
    answer: async () => ({ run: fake.sent.length, acceptedAt: now(), isOver: false }),
    stateNow: async () => state,
    radius: { places: [], isComplete: true },
    identity: 'own',
    send(sending) {
      fake.sent.push(sending)
      return fake.answer()
    },
    onProgress: (listener) => void listeners.push(listener),
    tell: (progress) => {
      for (const listener of listeners) listener(progress)
    },
    state: () => fake.stateNow(),
    identify: async () => fake.identity,
    blastRadius: async () => fake.radius,
  }
  return fake
}

export interface Rig {
  readonly moderation: Moderation
  readonly enforcer: FakeEnforcer
  readonly store: Store
  readonly caseStore: Store
  readonly recorded: NewEntry[]
  readonly wanted: number[]
  clock: number
  /** Stores events as the desk does, then tells the cases. */
  take(...events: EventFields[]): Promise<ModeratedEvent[]>
  /** Stores them and tells nobody, as in a crash. */
  storeOnly(...events: EventFields[]): Promise<ModeratedEvent[]>
  rows(): CaseRow[]
  row(id?: number): CaseRow
  /** Ends the core and starts it anew on the same files; `state` is what the cloud says from then on. */
  restart(state?: StreamState): Promise<Rig>
}

export function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cases-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export async function createRig(folder = createFolder(), clock = start, state: StreamState = 'inactive'): Promise<Rig> {
  const now = () => rig.clock
  const store = openStore(join(folder, 'desk.db'), { log: quietLog })
  const caseStore = openStore(join(folder, 'moderation.db'), { log: quietLog, steps: caseMigrations })
  const writer = createWriter(store)
  const enforcer = createFakeEnforcer(now, state)
  const recorded: NewEntry[] = []
  const wanted: number[] = []
  const pictures: Pictures = {
    look: () => ({ state: 'waiting' }),
    want: (eventId) => void wanted.push(eventId),
    get: async () => ({ state: 'waiting' }),
    read: async () => null,
    close: async () => {},
  }
  const parts = {
    store: caseStore,
    source: createModeratedEvents(store),
    enforcer,
    activeAccount: () => 'acc',
    record: (entry: NewEntry) => void recorded.push(entry),
    createPictures: () => pictures,
    log: quietLog,
    now,
  }
  const storeOnly = async (events: EventFields[]): Promise<ModeratedEvent[]> => {
    const made = events.map((event) => incoming(event))
    const committed = await writer.commit(made)
    return made.flatMap((event, index) => {
      const { id = 0, deliveries = 1 } = committed[index] ?? {}
      return deliveries === 1 ? [{ ...event, id }] : []
    })
  }
  let isClosed = false
  const close = async () => {
    if (isClosed) return
    isClosed = true
    await rig.moderation.close()
    caseStore.close()
    store.close()
  }
  const rig: Rig = {
    moderation: undefined as unknown as Moderation,
    enforcer,
    store,
    caseStore,
    recorded,
    wanted,
    clock,
    async take(...events) {
      const stored = await storeOnly(events)
      rig.moderation.stored(stored)
      return stored
    },
    storeOnly: (...events) => storeOnly(events),
    rows: () => rig.moderation.cases('acc', { filter: {}, limit: 200 }).rows,
    row(id) {
      const found = id === undefined ? rig.rows()[0] : rig.rows().find((each) => each.id === id)
      if (!found) throw new Error('there is no such case')
      return found
    },
    async restart(next) {
      await close()
      return createRig(folder, rig.clock, next)
    },
  }
  Object.assign(rig, { moderation: createModeration(parts) })
  onTestFinished(close)
  await rig.moderation.caughtUp()
  return rig
}

export const decision = (row: CaseRow, more: Partial<Parameters<Moderation['decide']>[0]> = {}) => ({
  caseId: row.id,
  version: row.version,
  decision: 'dismiss' as const,
  reason: 'falsePositive',
  note: '',
  confirmations: {},
  ...more,
})

export const errorOf = (work: Promise<unknown> | (() => unknown)): Promise<AppError> =>
  Promise.resolve(typeof work === 'function' ? (async () => work())() : work).then(
    () => new AppError('internal'),
    (error: AppError) => error,
  )
