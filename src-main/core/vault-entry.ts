/**
 * Entries of the vault as what they must be. What must hold: one that is damaged counts as one that is not there, so
 * that its credentials are asked for again and everything else goes on; it stays where it is until they are given.
 */
import type { z } from 'zod'
import type { Log } from './log.ts'

export type ReadEntry = <T>(name: string, shape: z.ZodType<T>) => T | null

export function createEntryReader(vault: { get(name: string): string | null }, log: Log): ReadEntry {
  const told = new Set<string>()
  return (name, shape) => {
    const text = vault.get(name)
    if (text === null) return null
    try {
      return shape.parse(JSON.parse(text))
    } catch {
      // The error is left out: a parser's message repeats what it read.
      if (!told.has(name)) log.error('an entry of the vault is damaged and must be entered again', { entry: name })
      told.add(name)
      return null
    }
  }
}
