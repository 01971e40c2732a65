/**
 * Replacing the callback key of a template. What must hold (security W2, W4): the new key is made here and shown to
 * nobody; both keys are accepted from before the cloud is told until the last retry of an event signed with the
 * old one is over; a change the cloud refused leaves everything as it was.
 */
import { AppError } from '../../contract/errors.ts'
import type { Trust } from '../../contract/events.ts'
import type { KeyRotation } from '../../contract/templates.ts'
import type { RequireAccount } from '../active-account.ts'
import { effectTimes } from '../effect-time.ts'
import type { Log } from '../log.ts'
import { comingKeyMs, replacedKeyMs } from '../receiver/keyring.ts'
import type { KeyRotationsTable, StoredRotation } from '../store/key-rotations.ts'
import { longestTimerMs } from '../timer.ts'
import { type ChangeTemplate, UnsureError } from './change-template.ts'
import { makeKey } from './make-key.ts'

/** What an event tells of the key it was signed with. */
export interface Signed {
  readonly accountId: string | null
  readonly templateId: number | null
  readonly trust: Trust
  readonly receivedAt: number
  readonly facts: Readonly<Record<string, string | number | null>>
}

export interface Rotations {
  /** Throws as `templates.rotateKey` (contract). */
  rotate(templateId: number): Promise<KeyRotation>
  list(accountId: string | null): KeyRotation[]
  observe(events: readonly Signed[]): void
  forget(accountId: string): void
  close(): void
}

export interface RotationsParts {
  readonly requireAccount: RequireAccount
  readonly change: ChangeTemplate
  /** Accepts a key from now until that time. */
  readonly expect: (accountId: string, coming: { templateId: number; key: string; until: number }) => Promise<void>
  readonly table: KeyRotationsTable
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
}

export function createRotations(parts: RotationsParts): Rotations {
  const { requireAccount, table, changed, log, now } = parts
  const idOf = (accountId: string, templateId: number) => `${accountId} ${templateId}`
  const rotations = new Map(table.all().map((each) => [idOf(each.accountId, each.templateId), each]))
  /** Of those begun since the start: since when events are told apart by key. */
  const bothKnownAt = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  const guarded = (write: () => void) => {
    try {
      write()
    } catch (error) {
      log.error('the state of a key rotation could not be stored; a restart will not know of it', { error })
    }
  }
  const put = (rotation: StoredRotation) => {
    rotations.set(idOf(rotation.accountId, rotation.templateId), rotation)
    guarded(() => table.put(rotation))
  }

  /** The next moment at which what is shown changes by time alone. */
  function wakeAtNext(): void {
    if (timer) clearTimeout(timer)
    for (const [id, { accountId, templateId, until }] of rotations) {
      if (until > now()) continue
      rotations.delete(id)
      guarded(() => table.remove(accountId, templateId))
    }
    const next = Math.min(...[...rotations.values()].map(({ until }) => until))
    if (!Number.isFinite(next)) return
    timer = setTimeout(
      () => {
        changed()
        wakeAtNext()
      },
      Math.min(Math.max(0, next - now()) + 1, longestTimerMs),
    )
    timer.unref()
  }

  function observeOne({ accountId, templateId, trust, receivedAt, facts }: Signed): boolean {
    if (accountId === null || templateId === null || (trust !== 'ok' && trust !== 'late')) return false
    const id = idOf(accountId, templateId)
    const rotation = rotations.get(id)
    // What came before was judged while the old key was still the template's only one.
    if (!rotation || receivedAt <= (bothKnownAt.get(id) ?? rotation.startedAt)) return false
    const signedWith = facts.signedWith === 'replaced' ? 'old' : 'new'
    const isNews = signedWith !== rotation.signedWith
    const newSince = rotation.newSince ?? (signedWith === 'new' ? receivedAt : null)
    const next = { ...rotation, signedWith, signedAt: receivedAt, newSince } as const
    // Which key it was is worth a write; that it was so once more is not.
    if (isNews) put(next)
    else rotations.set(id, next)
    return isNews
  }

  wakeAtNext()
  return {
    async rotate(templateId) {
      const account = requireAccount()
      const key = makeKey()
      const startedAt = now()
      const until = Math.round(startedAt + replacedKeyMs / account.timeScale)
      const make = async () => {
        await parts.expect(account.id, { templateId, key, until: startedAt + comingKeyMs })
        return { key }
      }
      try {
        await parts.change(account, { id: templateId, kind: 'template.keyRotated', make })
      } catch (error) {
        throw error instanceof UnsureError ? new AppError('template.keyUnsure', { cause: error }) : error
      }
      const rotation = {
        templateId,
        startedAt,
        ...effectTimes(startedAt, account.timeScale),
        until,
        signedWith: null,
        signedAt: null,
        newSince: null,
      }
      bothKnownAt.set(idOf(account.id, templateId), now())
      put({ ...rotation, accountId: account.id })
      wakeAtNext()
      changed()
      return rotation
    },
    list: (accountId) =>
      [...rotations.values()]
        .filter((each) => each.accountId === accountId && each.until > now())
        .map(({ accountId: _account, ...shown }) => shown),
    observe(events) {
      if (rotations.size > 0 && events.map(observeOne).includes(true)) changed()
    },
    forget(accountId) {
      for (const [id, each] of rotations) if (each.accountId === accountId) rotations.delete(id)
      table.removeAccount(accountId)
    },
    close() {
      if (timer) clearTimeout(timer)
    },
  }
}
