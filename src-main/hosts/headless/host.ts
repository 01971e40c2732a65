/** What the headless host lends to the core: a folder, settings, and no keychain. */
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { Cipher, Host } from '../../core/host.ts'
import type { Log } from '../../core/log.ts'
import { openSettingsFile } from '../../core/settings-file.ts'
import { startPracticeThread } from '../../practice/start-thread.ts'

const noKeychain = async (): Promise<never> => {
  throw new Error('This host has no keychain.')
}
const cipher: Cipher = { strength: async () => 'none', encrypt: noKeychain, decrypt: noKeychain }

export interface HostOptions {
  readonly dataDir: string
  readonly version: string
  readonly log: Log
  /** The built entries of the practice cloud's thread and of those that commit and search events. */
  readonly practiceFile: URL
  readonly writerFile: URL
  readonly searchFile: URL
  /** The thread that commits events, waiting. */
  readonly writer: Worker
}

export function createHost({ dataDir, version, log, writer, practiceFile, writerFile, searchFile }: HostOptions): Host {
  return {
    kind: 'headless',
    version,
    dataDir,
    settings: openSettingsFile(join(dataDir, 'settings.json')),
    cipher,
    log,
    writerEntry: writerFile,
    writer,
    searchEntry: searchFile,
    startPractice: (options) => startPracticeThread(practiceFile, options),
    // Its pages notify; a server has nobody in front of it.
    notify: () => {},
  }
}
