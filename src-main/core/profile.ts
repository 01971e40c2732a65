/**
 * The host's settings file as sections, each checked by a schema when the desk starts. A section (or one
 * field of it) that is not valid falls back to its default and never stops the start; what was found is
 * kept in a file of its own and reported. Keys of other owners (the host's window state) pass through.
 */
import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import type { Host } from './host.ts'

export interface Section<T> {
  get(): T
  set(value: T): void
}

export interface Profile {
  section<T>(name: string, read: (stored: unknown, spoilt: (path: string) => void) => T): Section<T>
  /** What was not valid, once every section has been read; null when all was sound. Writes the copy. */
  setAside(): { file: string; fields: string[] } | null
}

export function openProfile(host: Pick<Host, 'settings' | 'dataDir'>): Profile {
  const found = host.settings.read()
  const spoilt: string[] = []

  return {
    section(name, read) {
      let value = read(found[name], (path) => spoilt.push(path ? `${name}.${path}` : name))
      return {
        get: () => value,
        set(next) {
          const stored = host.settings.read()
          if (!isDeepStrictEqual(stored[name], next)) host.settings.write({ ...stored, [name]: next })
          value = next
        },
      }
    },
    setAside() {
      if (spoilt.length === 0) return null
      const kept = Object.fromEntries(spoilt.map((path) => [path, valueAt(found, path)]))
      const text = `${JSON.stringify(kept, null, 2)}\n`
      // The same damage at every start is one copy, another damage is another.
      const mark = createHash('sha256').update(text).digest('hex').slice(0, 8)
      const file = join(host.dataDir, `settings-aside-${mark}.json`)
      writeFileSync(file, text, { mode: 0o600 })
      return { file, fields: spoilt }
    },
  }
}

const valueAt = (from: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key] ?? null, from)

/** Reads a whole value, or the fallback when it is absent or not valid. */
export function readOr<T>(schema: z.ZodType<T>, fallback: () => T) {
  return (stored: unknown, spoilt: (path: string) => void): T => {
    if (stored === undefined) return fallback()
    const read = schema.safeParse(stored)
    if (read.success) return read.data
    spoilt('')
    return fallback()
  }
}

/** Reads a list, leaving out the items that are not valid. */
export function readList<T>(schema: z.ZodType<T>) {
  return (stored: unknown, spoilt: (path: string) => void): T[] => {
    if (stored === undefined) return []
    if (!Array.isArray(stored)) {
      spoilt('')
      return []
    }
    return stored.flatMap((item, index) => {
      const read = schema.safeParse(item)
      if (read.success) return [read.data]
      spoilt(String(index))
      return []
    })
  }
}
