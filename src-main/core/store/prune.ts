/**
 * Removes the oldest events, never the pinned ones, in steps that hold up nobody (security D6): a step is one
 * short transaction, sized by how long the one before it kept commits out.
 */
import { existsSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

export const mostPerStep = 500
const fewestPerStep = 50
const targetMs = 4

export interface Pruner {
  /** The oldest events up to `through`, as many as a step may take; empty when none is left. */
  next(through: number): number[]
  /** Returns how many there were. */
  remove(ids: readonly number[]): number
  /** Events up to `through` that would go. */
  count(through: number): number
}

/**
 * `caseFile`: where the cases lie, whose alerts are evidence and stay too; it is only read. null = there are none.
 */
export function createPruner(db: DatabaseSync, caseFile: string | null = null): Pruner {
  const isInCase = attachCases(db, caseFile) ? ' AND id NOT IN (SELECT event_id FROM moderation.case_alerts)' : ''
  const unpinned = `id NOT IN (SELECT event_id FROM pins)${isInCase}`
  const oldest = db.prepare(`SELECT id FROM events WHERE id <= ? AND ${unpinned} ORDER BY id LIMIT ?`)
  const counted = db.prepare(`SELECT count(*) AS found FROM events WHERE id <= ? AND ${unpinned}`)
  const remove = db.prepare('DELETE FROM events WHERE id IN (SELECT value FROM json_each(?)) RETURNING account_id')
  const subtract = db.prepare('UPDATE event_counts SET stored = stored - ? WHERE account_id = ?')
  let perStep = fewestPerStep

  const removeAll = (ids: readonly number[]): number => {
    const removed = remove.all(JSON.stringify(ids))
    const counts = new Map<string, number>()
    for (const { account_id } of removed) {
      const account = typeof account_id === 'string' ? account_id : ''
      counts.set(account, (counts.get(account) ?? 0) + 1)
    }
    for (const [account, count] of counts) subtract.run(count, account)
    return removed.length
  }

  return {
    next: (through) => oldest.all(through, perStep).map(({ id }) => Number(id)),
    count: (through) => Number(counted.get(through)?.found),
    remove(ids) {
      db.exec('BEGIN IMMEDIATE')
      // Not the wait for the lock: that is the time the others took.
      const begun = performance.now()
      let removed: number
      try {
        removed = removeAll(ids)
        perStep = sizeFor(ids.length, performance.now() - begun)
        db.exec('COMMIT')
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK')
        throw error
      }
      return removed
    },
  }
}

/** How many would take `targetMs`; at most twice as many as before, since a short step may have been luck. */
const sizeFor = (rows: number, tookMs: number): number =>
  Math.round(Math.max(fewestPerStep, Math.min(mostPerStep, rows * 2, (rows * targetMs) / tookMs)))

/** Read-only, so that removing events never takes the lock under which cases are written. */
function attachCases(db: DatabaseSync, caseFile: string | null): boolean {
  if (caseFile === null || !existsSync(caseFile)) return false
  db.prepare('ATTACH DATABASE ? AS moderation').run(`${pathToFileURL(caseFile).href}?mode=ro`)
  return db.prepare("SELECT 1 FROM moderation.sqlite_schema WHERE name = 'case_alerts'").get() !== undefined
}
