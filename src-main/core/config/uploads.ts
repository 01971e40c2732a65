/** Files on their way in, in parts, since a browser's message is small. In memory, the newest few, not for long. */
import { randomUUID } from 'node:crypto'
import { maxConfigBytes } from '../../contract/config.ts'
import { AppError } from '../../contract/errors.ts'

export interface Uploads {
  /** Answers the file's id. What is longer than a file may be is cut: reading it says so. */
  add(file: string | null, part: string): string
  /** Throws `config.gone`. */
  text(file: string): string
}

const kept = 3
const keptMs = 3_600_000

export function createUploads({ now }: { now: () => number }): Uploads {
  const files = new Map<string, { text: string; at: number }>()

  const find = (id: string) => {
    const found = files.get(id)
    if (!found || now() - found.at > keptMs) throw new AppError('config.gone')
    return found
  }

  return {
    add(file, part) {
      const id = file ?? randomUUID()
      const text = (file === null ? '' : find(file).text) + part
      files.delete(id)
      // One code unit is one byte at least, so that what is cut off was too much already.
      files.set(id, { text: text.slice(0, maxConfigBytes + 1), at: now() })
      for (const oldest of files.keys()) if (files.size > kept) files.delete(oldest)
      return id
    },
    text: (file) => find(file).text,
  }
}
