/** What the Electron host lends to the core: a folder, settings, the system's keychain. */
import { join } from 'node:path'
import type { Host } from '../../core/host.ts'
import type { Log } from '../../core/log.ts'
import { openSettingsFile } from '../../core/settings-file.ts'
import { startPracticeThread } from '../../practice/start-thread.ts'
import { createCipher } from './cipher.ts'
import { createNotify } from './notify.ts'

export interface HostOptions {
  readonly dataDir: string
  readonly version: string
  readonly log: Log
  /** The built entries of the practice cloud's thread and of those that commit and search events. */
  readonly practiceFile: URL
  readonly writerFile: URL
  readonly searchFile: URL
  /** Brings the desk to the front, with a window if there is none. */
  readonly show: () => void
}

export function createHost({ dataDir, version, log, show, ...files }: HostOptions): Host {
  const { practiceFile, writerFile, searchFile } = files
  return {
    kind: 'electron',
    version,
    dataDir,
    settings: openSettingsFile(join(dataDir, 'settings.json')),
    cipher: createCipher(),
    log,
    writerEntry: writerFile,
    searchEntry: searchFile,
    startPractice: (options) => startPracticeThread(practiceFile, options),
    notify: createNotify(show),
  }
}
