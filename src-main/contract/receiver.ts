/** The receiver (the local HTTP server) and the public address that leads to it. */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'
import { TunnelStatus } from './tunnel.ts'

/**
 * What is known of the public address. `proven`: a signed heartbeat went out through it and came back;
 * `failed`: it did not; `unproven`: not tried yet; `none`: no address is set.
 */
export const AddressStatus = z.object({
  url: z.string().nullable(),
  state: z.enum(['none', 'unproven', 'proven', 'failed']),
  checkedAt: z.number().nullable(),
  provenAt: z.number().nullable(),
  latencyMs: z.number().nullable(),
  error: ErrorShape.nullable(),
})
export type AddressStatus = z.infer<typeof AddressStatus>

export const ReceiverStatus = z.object({
  listening: z.boolean(),
  /** The local address, e.g. http://127.0.0.1:8787; null while not listening. */
  local: z.string().nullable(),
  error: ErrorShape.nullable(),
  address: AddressStatus,
  /** What leads to the address; apart from `address`, which says whether it does. */
  tunnel: TunnelStatus,
})
export type ReceiverStatus = z.infer<typeof ReceiverStatus>

export const receiverGroup = {
  /** Sends a heartbeat out through the public address now and waits for it. */
  prove: procedure(z.strictObject({}), AddressStatus, { role: 'operator' }),
}
