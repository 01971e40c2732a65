/** The vault's file: which mode it is in and, except in session mode, the sealed secrets. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { removeLeftover, writeFileAtomically } from './atomic-file.ts'

const base64 = z.base64()

const Sealed = z.discriminatedUnion('mode', [
  z.strictObject({ version: z.literal(1), mode: z.literal('session') }),
  z.strictObject({ version: z.literal(1), mode: z.literal('keychain'), sealed: base64 }),
  z.strictObject({ version: z.literal(1), mode: z.literal('passphrase'), salt: base64, sealed: base64 }),
  z.strictObject({ version: z.literal(1), mode: z.literal('weak'), secrets: z.record(z.string(), z.string()) }),
])
export type VaultFile = z.infer<typeof Sealed>

export const Secrets = z.record(z.string(), z.string())

/** null when there is none yet. Throws `vault.unreadable` when its content makes no sense; the file stays. */
export function readVaultFile(file: string): VaultFile | null {
  removeLeftover(file)
  if (!existsSync(file)) return null
  try {
    return Sealed.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    // A parser's message repeats what it read, which may be a secret.
    const cause = error instanceof SyntaxError ? undefined : error
    throw new AppError('vault.unreadable', { details: { message: 'the vault file is damaged' }, cause })
  }
}

export function writeVaultFile(file: string, content: VaultFile): void {
  writeFileAtomically(file, JSON.stringify(content))
}

/** Keeps a vault that is given up under a name of its own. */
export function setVaultAside(file: string, at: number): void {
  if (existsSync(file)) renameSync(file, `${file}.aside-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}`)
}
