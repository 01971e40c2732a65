/** What the desk stores is for its user alone: callbacks name streams and viewers, and hold addresses of pictures. */
import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'

/**
 * To be called before SQLite opens the file: it makes -wal and -shm with the mode it finds. Where that is not to be
 * had (another owner, a read-only disk) the opening says what is wrong, or works all the same.
 */
export function makePrivate(file: string): void {
  if (file === ':memory:') return
  try {
    closeSync(openSync(file, 'a', 0o600))
    for (const path of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(path)) chmodSync(path, 0o600)
  } catch {
    // As said above.
  }
}
