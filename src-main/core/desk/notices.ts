/** What a person must know although nobody asked, until dismissed or no longer true. One notice per code. */
import { isDeepStrictEqual } from 'node:util'
import type { Notice } from '../../contract/desk.ts'

export interface Notices {
  list(): Notice[]
  /** Raised again while it stands, it stays the one it was. */
  raise(code: Notice['code'], params?: Notice['params']): void
  /** Takes a notice back because its cause is gone. */
  clear(code: Notice['code']): void
  dismiss(id: string): void
}

export function createNotices({ now }: { now: () => number }): Notices {
  const notices = new Map<Notice['code'], Notice>()
  let count = 0
  return {
    list: () => [...notices.values()],
    raise(code, params = {}) {
      if (isDeepStrictEqual(notices.get(code)?.params, params)) return
      count += 1
      notices.set(code, { id: `${code}-${count}`, code, params, at: now() })
    },
    clear: (code) => void notices.delete(code),
    dismiss(id) {
      for (const [code, notice] of notices) if (notice.id === id) notices.delete(code)
    },
  }
}
