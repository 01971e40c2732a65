/**
 * The settings of a desk: one JSON document in the data folder, replaced as a whole. The Electron host keeps the same
 * file through electron-store, which brings a JSON Schema validator; the host without a window starts sooner without.
 */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { removeLeftover, writeFileAtomically } from './account/atomic-file.ts'
import type { SettingsFile } from './host.ts'

type Settings = ReturnType<SettingsFile['read']>

/** Read once: the lock on the data folder keeps other desks from writing it. */
export function openSettingsFile(file: string): SettingsFile {
  removeLeftover(file)
  const setAside = setAsideBroken(file)
  let value = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Settings) : {}
  return {
    setAside,
    read: () => value,
    write(next) {
      const text = JSON.stringify(next, null, 2)
      writeFileAtomically(file, `${text}\n`)
      value = JSON.parse(text) as Settings
    },
  }
}

/**
 * Moves a settings file that does not hold a JSON object out of the way, and says where
 * to; null when there is none or it is sound. What a person set is never thrown away.
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
