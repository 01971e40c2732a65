/**
 * Every way the desk can fail, by code. The sentence a person reads is looked up by code in the
 * renderer's catalogues (`errors.<code>`, both languages; a test checks that none is missing), so a
 * code must say what went wrong precisely enough that one sentence with its next step can follow.
 */
import { z } from 'zod'
import { tunnelErrorCodes } from './tunnel-error-codes.ts'

export const errorCodes = [
  // the door
  'call.unknown',
  'call.input',
  'call.role',
  'call.cancelled',
  'connection.lost',
  'internal',
  // accounts and secrets
  'account.none',
  'account.unknown',
  'account.noKey',
  'account.tokenExpired',
  'vault.locked',
  'vault.wrongPassphrase',
  'vault.unreadable',
  // the cloud: refused by the API (details hold apiCode), or not reached
  'cloud.refused',
  'cloud.dns',
  'cloud.connect',
  'cloud.tls',
  'cloud.proxy',
  'cloud.timeout',
  'cloud.reset',
  'cloud.http',
  'cloud.notJson',
  'cloud.unavailableOnSite',
  // templates and bindings
  'template.invalid',
  'template.bound',
  'template.notFound',
  'template.limit',
  'template.noUrl',
  'template.testGone',
  'binding.playDomain',
  'binding.putBackFailed',
  'plan.unknown',
  'plan.stale',
  'health.changed',
  // the configuration file
  'config.ambiguous',
  'config.gone',
  'activity.noWayBack',
  'domain.notFound',
  // streams
  'stream.unknown',
  'stream.playDomain',
  'stream.banLength',
  'stream.unclear',
  // receiver and events
  'receiver.portTaken',
  'receiver.bindUnavailable',
  'receiver.noAddress',
  'receiver.addressUnreachable',
  'receiver.addressForeign',
  'receiver.addressRefuses',
  // the ways to the address
  ...tunnelErrorCodes,
  'receiver.addressGateway',
  'receiver.addressRedirects',
  'receiver.addressTls',
  'receiver.addressDns',
  'receiver.addressClosed',
  'receiver.addressTimeout',
  'receiver.addressProxy',
  // moving templates to another address, rotating keys
  'move.notProven',
  'template.keyUnsure',
  'event.notFound',
  'store.full',
  'store.failed',
  'store.busy',
  // moderation
  'case.notFound',
  'case.stale',
  'case.claimed',
  'case.needsConfirmation',
  'case.noStream',
  'case.foreign',
  'case.tooLate',
  'case.interrupted',
  'case.unconfirmed',
  'moderator.unknown',
  'moderator.wrongPin',
  'moderator.tooManyTries',
  'moderator.wrongTicket',
  'moderator.needsOperator',
  // practice cloud
  'practice.notRunning',
] as const

export const ErrorCode = z.enum(errorCodes)
export type ErrorCode = z.infer<typeof ErrorCode>

/**
 * What crosses the wire. `params` fill the sentence's placeholders. `details` are for the person who
 * must report the failure: the API's own code and request id, the action, the raw message. Never secrets.
 */
export const ErrorShape = z.object({
  code: ErrorCode,
  params: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  details: z
    .object({
      apiCode: z.string().optional(),
      requestId: z.string().optional(),
      action: z.string().optional(),
      message: z.string().optional(),
      fields: z.array(z.object({ path: z.string(), problem: z.string() })).optional(),
    })
    .optional(),
})
export type ErrorShape = z.infer<typeof ErrorShape>

export class AppError extends Error {
  readonly code: ErrorCode
  readonly params: NonNullable<ErrorShape['params']>
  readonly details: NonNullable<ErrorShape['details']>

  constructor(
    code: ErrorCode,
    more: {
      params?: ErrorShape['params']
      details?: ErrorShape['details']
      cause?: unknown
    } = {},
  ) {
    super(more.details?.message ? `${code}: ${more.details.message}` : code, { cause: more.cause })
    this.name = 'AppError'
    this.code = code
    this.params = more.params ?? {}
    this.details = more.details ?? {}
  }

  toShape(): ErrorShape {
    return { code: this.code, params: this.params, details: this.details }
  }

  static fromShape(shape: ErrorShape): AppError {
    return new AppError(shape.code, shape)
  }
}

/** What may be shown of whatever was thrown. */
export const shapeOf = (error: unknown): ErrorShape =>
  error instanceof AppError ? error.toShape() : { code: 'internal' }
