/** What the settings stores of both hosts (conf, electron-store) share. */
import { readFileSync, renameSync } from 'node:fs'
import type { SettingsFile } from './host.ts'

/**
 * Moves a settings file that does not hold a JSON object out of the way, so that the store can open, and
 * says where to; null when there is none or it is sound. What a person set is never thrown away.
 */
export function setAsideBroken(file: string, now: () => Date = () => new Date()): string | null {
  try {
    if (holdsObject(readFileSync(file, 'utf8'))) return null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  }
  const aside = `${file}.broken-${now().toISOString().replaceAll(':', '-')}`
  renameSync(file, aside)
  return aside
}

function holdsObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

export function toSettingsFile(store: { store: Record<string, unknown> }, setAside: string | null): SettingsFile {
  return {
    setAside,
    read: () => store.store,
    write(value) {
      store.store = value
    },
  }
}
