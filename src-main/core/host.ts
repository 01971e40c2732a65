/**
 * What a host (Electron or headless) lends to the core. The core never learns which one it is given.
 */
import type { Worker } from 'node:worker_threads'
import type { Log } from './log.ts'

/** Encrypts with the system's keychain. `strength` says what that is worth on this machine (security S1). */
export interface Cipher {
  strength(): Promise<'strong' | 'weak' | 'none'>
  encrypt(plain: string): Promise<Buffer>
  /**
   * Rejects when it cannot decrypt now; the stored bytes must then be left alone (security S3). `isOutdated`:
   * the keychain has a newer key by now, under which the text should be sealed anew.
   */
  decrypt(sealed: Buffer): Promise<{ plain: string; isOutdated: boolean }>
}

/** A small JSON document that survives crashes: writes are atomic. */
export interface SettingsFile {
  read(): Record<string, unknown>
  write(value: Record<string, unknown>): void
  /** Where a broken file was moved to when the host opened it; null when it was sound. */
  readonly setAside: string | null
}

export interface PracticeOptions {
  readonly site: 'cn' | 'intl'
  readonly timeScale: number
  /** Names the practice cloud resolves for callbacks, as public DNS would: host → "127.0.0.1:port". */
  readonly resolve: Readonly<Record<string, string>>
  /** Where its templates, bindings and streams survive a restart. */
  readonly stateFile: string
}

export interface PracticeHandle {
  /** Base URL of its API, e.g. http://127.0.0.1:40123 */
  readonly endpoint: string
  readonly secretId: string
  readonly secretKey: string
  close(): Promise<void>
}

/** Something a person should learn of even when no window is open; the host has the words. */
export interface Note {
  readonly kind: 'address.lost' | 'address.back'
  /** address; from and to in epoch milliseconds. */
  readonly params: Readonly<Record<string, string | number>>
  readonly language: 'auto' | 'en' | 'zh-CN'
}

export interface Host {
  readonly kind: 'electron' | 'headless'
  readonly version: string
  /** An existing folder of this profile, writable only by its user. */
  readonly dataDir: string
  readonly settings: SettingsFile
  readonly cipher: Cipher
  readonly log: Log
  /** The entry of the thread that commits events: the built writer.js, or its source where Node runs TypeScript. */
  readonly writerEntry: URL
  /** Such a thread, where the host has started one before it loaded the desk. */
  readonly writer?: Worker
  /** The entry of the thread that searches events. */
  readonly searchEntry: URL
  startPractice(options: PracticeOptions): Promise<PracticeHandle>
  /** A notification of the system, where no page is there to show one. Must not throw. */
  notify(note: Note): void
}
