/** PINs of moderators: kept as scrypt hashes, and after five wrong ones in a minute none is looked at. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'

export const StoredPin = z.object({ salt: z.base64(), hash: z.base64() })
export type StoredPin = z.infer<typeof StoredPin>

const derive = promisify<string, Buffer, number, Buffer>(scrypt)
const hashBytes = 32

export async function sealPin(pin: string): Promise<StoredPin> {
  const salt = randomBytes(16)
  return { salt: salt.toString('base64'), hash: (await derive(pin, salt, hashBytes)).toString('base64') }
}

export async function isPin(pin: string, { salt, hash }: StoredPin): Promise<boolean> {
  const found = await derive(pin, Buffer.from(salt, 'base64'), hashBytes)
  const expected = Buffer.from(hash, 'base64')
  return found.length === expected.length && timingSafeEqual(found, expected)
}

const triesAllowed = 5
const windowMs = 60_000

export interface Tries {
  /** Throws `moderator.tooManyTries`. Counts as wrong until `right` is called. */
  begin(id: string): void
  right(id: string): void
}

export function createTries(now: () => number): Tries {
  const wrong = new Map<string, number[]>()
  return {
    begin(id) {
      const recent = (wrong.get(id) ?? []).filter((at) => at > now() - windowMs)
      if (recent.length >= triesAllowed) throw new AppError('moderator.tooManyTries')
      wrong.set(id, [...recent, now()])
    },
    right: (id) => void wrong.delete(id),
  }
}
