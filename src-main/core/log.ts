/**
 * The desk's log: JSON lines in `desk.log` of the data folder, moved to `desk.old.log` at 5 MB. No secret
 * may pass: known shapes (key ids, signatures, txSecret, path tokens, authorization headers) are masked in
 * every line, whoever wrote it.
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

export interface Log {
  info(text: string, facts?: Record<string, unknown>): void
  warn(text: string, facts?: Record<string, unknown>): void
  error(text: string, facts?: Record<string, unknown>): void
}

const maxBytes = 5_000_000

const secretShapes: readonly [RegExp, string][] = [
  [/\b(AKID|IKID)[A-Za-z0-9_*-]{4,}/g, '$1****'],
  [/(Signature=)[0-9a-f]+/gi, '$1****'],
  // Quotes may be escaped any number of times: JSON inside JSON is common here.
  [/(\bsign(?:\\*["'])?\s*[:=]\s*(?:\\*["'])?)[0-9a-f]{8,}/gi, '$1****'],
  [/(txSecret=)[^&"'\s\\]+/gi, '$1****'],
  [/(\/c\/[a-z0-9]+\.)[A-Za-z0-9_-]{8,}/g, '$1****'],
]

/** Masks what looks like a credential; text without one comes back unchanged. */
export function maskSecrets(text: string): string {
  return secretShapes.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text)
}

const plain = (_key: string, value: unknown): unknown =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack, cause: value.cause } : value

export function createLog(dataDir: string, { echo = false }: { echo?: boolean } = {}): Log {
  mkdirSync(dataDir, { recursive: true })
  const file = join(dataDir, 'desk.log')
  const write = (level: string, text: string, facts?: Record<string, unknown>) => {
    const line = maskSecrets(JSON.stringify({ at: new Date().toISOString(), level, text, ...facts }, plain))
    if (echo) process.stderr.write(`${line}\n`)
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > maxBytes)
        renameSync(file, join(dataDir, 'desk.old.log'))
      appendFileSync(file, `${line}\n`, { mode: 0o600 })
    } catch {
      // A full or read-only disk must not stop the desk because of its log.
    }
  }
  return {
    info: (text, facts) => write('info', text, facts),
    warn: (text, facts) => write('warn', text, facts),
    error: (text, facts) => write('error', text, facts),
  }
}
