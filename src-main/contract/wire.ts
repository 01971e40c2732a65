/**
 * What travels over a Port: JSON text, one message each. To the server a call or a stop; to the
 * client a result, an item, an end or an error, all under the id the client chose.
 */
import { z } from 'zod'
import { ErrorShape } from './errors.ts'

/** A message larger than this to the server is refused unread (256 KiB; the largest real one is a template). */
export const maxMessageBytes = 256 * 1024

export const ToServer = z.union([
  z.strictObject({ id: z.number().int().nonnegative(), call: z.string().max(100), input: z.unknown().optional() }),
  z.strictObject({ id: z.number().int().nonnegative(), stop: z.literal(true) }),
])
export type ToServer = z.infer<typeof ToServer>

export const ToClient = z.union([
  z.object({ id: z.number(), result: z.unknown() }),
  z.object({ id: z.number(), item: z.unknown() }),
  z.object({ id: z.number(), end: z.literal(true) }),
  z.object({ id: z.number(), error: ErrorShape }),
])
export type ToClient =
  | { id: number; result: unknown }
  | { id: number; item: unknown }
  | { id: number; end: true }
  | { id: number; error: ErrorShape }

/** One connection, whatever carries it. `send` resolves when the other side can take more. */
export interface Port {
  send(text: string): void | Promise<void>
  onText(listener: (text: string) => void): void
  onClose(listener: () => void): void
}
