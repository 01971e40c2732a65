/** What the Electron host lends to the core: a folder, settings through electron-store, the system's keychain. */
import { join } from 'node:path'
import ElectronStore from 'electron-store'
import type { Host } from '../../core/host.ts'
import type { Log } from '../../core/log.ts'
import { setAsideBroken } from '../../core/settings-file.ts'
import { startPracticeThread } from '../../practice/start-thread.ts'
import { createCipher } from './cipher.ts'
import { closeStoreDoor } from './ipc-port.ts'
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
  const setAside = setAsideBroken(join(dataDir, 'settings.json'))
  const store = new ElectronStore<Record<string, unknown>>({ cwd: dataDir, name: 'settings', configFileMode: 0o600 })
  closeStoreDoor()
  return {
    kind: 'electron',
    version,
    dataDir,
    settings: {
      setAside,
      read: () => store.store,
      write(value) {
        store.store = value
      },
    },
    cipher: createCipher(),
    log,
    writerEntry: writerFile,
    searchEntry: searchFile,
    startPractice: (options) => startPracticeThread(practiceFile, options),
    notify: createNotify(show),
  }
}
