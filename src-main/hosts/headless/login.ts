/**
 * Who may use the desk in a browser. A one-time token, printed in the terminal, is exchanged for a session
 * that lives in a cookie. Only hashes are kept, in memory and on disk; sessions outlive a restart, so an
 * open page reconnects by itself. Five wrong tokens a minute, then none is looked at (security B2).
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { writeFileAtomically } from '../../core/account/atomic-file.ts'

export const sessionMs = 7 * 24 * 3_600_000
const wrongTriesAllowed = 5
const windowMs = 60_000
/** More sessions than a desk has people: the oldest go. */
const maxSessions = 100

export type Entry = { session: string } | { refused: 'wrong' } | { refused: 'tooMany'; retryAfterMs: number }

export interface Login {
  /** A fresh token; the one before it is worth nothing from now on. */
  newToken(): string
  /** A token opens one session, once. */
  enter(token: string): Entry
  isOpen(session: string): boolean
  leave(session: string): void
}

/** Session hash → when it ends, epoch milliseconds. */
const SessionsFile = z.record(z.string().regex(/^[0-9a-f]{64}$/), z.number())

const secret = () => randomBytes(32).toString('base64url')
const hash = (text: string) => createHash('sha256').update(text).digest()

export function createLogin(file: string, { now = Date.now }: { now?: () => number } = {}): Login {
  const sessions = new Map(Object.entries(readSessions(file)))
  let expected: Buffer | null = null
  let wrongTries: number[] = []

  const save = () => {
    for (const [id, endsAt] of sessions) if (endsAt <= now()) sessions.delete(id)
    for (const id of [...sessions.keys()].slice(0, -maxSessions)) sessions.delete(id)
    writeSessions(file, Object.fromEntries(sessions))
  }

  return {
    newToken() {
      const token = secret()
      expected = hash(token)
      return token
    },
    enter(token) {
      wrongTries = wrongTries.filter((at) => at > now() - windowMs)
      const oldest = wrongTries[0]
      if (oldest !== undefined && wrongTries.length >= wrongTriesAllowed)
        return { refused: 'tooMany', retryAfterMs: oldest + windowMs - now() }
      if (expected === null || !timingSafeEqual(hash(token), expected)) {
        wrongTries.push(now())
        return { refused: 'wrong' }
      }
      expected = null
      const session = secret()
      sessions.set(hash(session).toString('hex'), now() + sessionMs)
      save()
      return { session }
    },
    isOpen: (session) => (sessions.get(hash(session).toString('hex')) ?? 0) > now(),
    leave(session) {
      if (sessions.delete(hash(session).toString('hex'))) save()
    },
  }
}

/**
 * A full disk must not keep anybody out, let alone end the desk: sessions then last until it ends. The old
 * file goes, so that none comes back that has been logged out of.
 */
function writeSessions(file: string, sessions: z.infer<typeof SessionsFile>): void {
  try {
    writeFileAtomically(file, JSON.stringify(sessions))
  } catch {
    try {
      rmSync(file, { force: true })
    } catch {
      // Nothing can be written here at all any more.
    }
  }
}

/** A file that cannot be read costs nothing but a new login. */
function readSessions(file: string): z.infer<typeof SessionsFile> {
  try {
    return SessionsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}
