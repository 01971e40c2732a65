/** The moves of every account, in memory and on the disk; a full disk keeps no move from being made. */
import type { Log } from '../log.ts'
import type { StoredMove, TemplateMovesTable } from '../store/template-moves.ts'

export interface Journal {
  of(accountId: string): StoredMove[]
  find(accountId: string, templateId: number): StoredMove | null
  put(move: StoredMove): void
  remove(accountId: string, templateId: number): void
  forget(accountId: string): void
}

export function createJournal(table: TemplateMovesTable, log: Log): Journal {
  const idOf = (accountId: string, templateId: number) => `${accountId} ${templateId}`
  const moves = new Map(table.all().map((each) => [idOf(each.accountId, each.templateId), each]))
  const guarded = (write: () => void) => {
    try {
      write()
    } catch (error) {
      log.error('a move’s state could not be stored; a restart will not know of it', { error })
    }
  }
  return {
    of: (accountId) => [...moves.values()].filter((each) => each.accountId === accountId),
    find: (accountId, templateId) => moves.get(idOf(accountId, templateId)) ?? null,
    put(move) {
      moves.set(idOf(move.accountId, move.templateId), move)
      guarded(() => table.put(move))
    },
    remove(accountId, templateId) {
      moves.delete(idOf(accountId, templateId))
      guarded(() => table.remove(accountId, templateId))
    },
    forget(accountId) {
      for (const [id, each] of moves) if (each.accountId === accountId) moves.delete(id)
      guarded(() => table.removeAccount(accountId))
    },
  }
}
