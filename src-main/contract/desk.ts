/** The desk itself: what it is, how it is doing, and what has changed under the reader's feet. */
import { z } from 'zod'
import { procedure, roles, stream } from './define.ts'
import { ReceiverStatus } from './receiver.ts'

export const DeskInfo = z.object({
  version: z.string(),
  host: z.enum(['electron', 'headless']),
  role: z.enum(roles),
  platform: z.string(),
  runtime: z.string(),
})
export type DeskInfo = z.infer<typeof DeskInfo>

/** Something the person must know that is no answer to a call, until dismissed. */
export const Notice = z.object({
  id: z.string(),
  code: z.enum([
    'settings.setAside',
    'store.setAside',
    'store.restored',
    'cases.setAside',
    'cases.restored',
    'vault.sessionOnly',
    'vault.locked',
    'store.full',
    'config.drifted',
  ]),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  at: z.number(),
})
export type Notice = z.infer<typeof Notice>

export const DeskStatus = z.object({
  receiver: ReceiverStatus,
  events: z.object({
    stored: z.number().int(),
    /** Events a second over the last 10 s. */
    rate: z.number(),
    /** From a request's arrival to its commit, p50 of the last 10 s; null without events. */
    commitMs: z.number().nullable(),
    lastReceivedAt: z.number().nullable(),
    duplicates: z.number().int(),
    rejected: z.number().int(),
    /** Deliveries answered 503 because the store could not take them. */
    refused: z.number().int(),
    /** Deliveries that are not on the disk yet. */
    waiting: z.number().int(),
    /** For how long the first of them has waited; above a second the disk is slower than the cloud. */
    waitingMs: z.number(),
    /** Moderation alerts (315, 317) with a Block or Review verdict received in the last 24 h. */
    alerts: z.number().int(),
    /** How far the search index is behind the stored events. `rebuilt` is the share done (0–1) while it is built anew. */
    index: z.object({ waiting: z.number().int(), rebuilt: z.number().nullable() }),
  }),
  notices: z.array(Notice),
})
export type DeskStatus = z.infer<typeof DeskStatus>

/** What a page should read again. `account` means everything. */
export const Topic = z.enum([
  'account',
  'domains',
  'tags',
  'templates',
  'bindings',
  'plans',
  'drift',
  'settings',
  'activity',
  'practice',
  'tunnel',
  'address',
  'streams',
])
export type Topic = z.infer<typeof Topic>

export const deskGroup = {
  info: procedure(z.strictObject({}), DeskInfo, { role: 'viewer' }),
  /** The status at once, then whenever it changes, at most once a second. */
  status: stream(z.strictObject({}), DeskStatus, { role: 'viewer' }),
  changes: stream(z.strictObject({}), z.object({ topic: Topic }), { role: 'viewer' }),
  dismissNotice: procedure(z.strictObject({ id: z.string() }), z.object({}), { role: 'operator' }),
}
