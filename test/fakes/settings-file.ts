/** A settings file in memory. */
import type { SettingsFile } from '../../src-main/core/host.ts'

export function createSettingsFile(
  content: Record<string, unknown> = {},
  setAside: string | null = null,
): SettingsFile {
  let stored = structuredClone(content)
  return {
    setAside,
    read: () => structuredClone(stored),
    write(value) {
      // As on a disk: only what JSON can hold comes back.
      stored = JSON.parse(JSON.stringify(value)) as Record<string, unknown>
    },
  }
}
