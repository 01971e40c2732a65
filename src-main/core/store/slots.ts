/** SQL of the path slots: which account and template a callback address of this desk belongs to. */
import { guarded } from './guarded.ts'
import type { Store } from './store.ts'

export interface Slot {
  readonly slot: string
  readonly accountId: string
  /** null = handed out for a template that is not saved yet. */
  readonly templateId: number | null
}

export interface SlotsTable {
  find(slot: string): Slot | null
  /** Whether it was an account's that has been removed, until a template is seen that holds it. */
  isGivenUp(slot: string): boolean
  ofTemplate(accountId: string, templateId: number): Slot | null
  add(slot: Slot, at: number): void
  /** One for a template that is not saved yet: `fresh`, unless `most` of the account wait already; then the oldest. */
  handOut(accountId: string, fresh: string, most: number, at: number): string
  /** Gives a slot to the template whose URL holds it. A slot that belongs to another template stays there. */
  attach(slot: Slot, at: number): void
  /** They are kept as given up: what still comes by them is not just of an unknown account. */
  removeAccount(accountId: string): void
}

const nobody = ''

export function createSlotsTable({ db }: Store): SlotsTable {
  const columns = 'slot, account_id AS accountId, template_id AS templateId'
  const bySlot = db.prepare(`SELECT ${columns} FROM slots WHERE slot = ?`)
  const byTemplate = db.prepare(
    `SELECT ${columns} FROM slots WHERE account_id = ? AND template_id = ? ORDER BY created_at DESC LIMIT 1`,
  )
  const insert = db.prepare('INSERT INTO slots (slot, account_id, template_id, created_at) VALUES (?, ?, ?, ?)')
  const upsert = db.prepare(
    `INSERT INTO slots (slot, account_id, template_id, created_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (slot) DO UPDATE SET account_id = excluded.account_id, template_id = excluded.template_id
     WHERE template_id IS NULL`,
  )
  const waiting = db.prepare(
    `SELECT slot FROM slots WHERE account_id = ? AND template_id IS NULL
     ORDER BY created_at DESC, slot LIMIT 1 OFFSET ?`,
  )
  const renew = db.prepare('UPDATE slots SET created_at = ? WHERE slot = ?')
  const giveUp = db.prepare(`UPDATE slots SET account_id = '${nobody}', template_id = NULL WHERE account_id = ?`)
  /** Every callback asks for its slot; only slots that exist are remembered. */
  const known = new Map<string, Slot>()
  const look = (slot: string): Slot | null => {
    const remembered = known.get(slot)
    if (remembered) return remembered
    const found = toSlot(bySlot.get(slot))
    if (found) known.set(slot, found)
    return found
  }
  const write = (run: () => unknown) => {
    known.clear()
    guarded(run)
  }

  const add = ({ slot, accountId, templateId }: Slot, at: number) =>
    write(() => insert.run(slot, accountId, templateId, at))

  return {
    find(slot) {
      const found = look(slot)
      return found?.accountId === nobody ? null : found
    },
    isGivenUp: (slot) => look(slot)?.accountId === nobody,
    ofTemplate: (accountId, templateId) => toSlot(byTemplate.get(accountId, templateId)),
    add,
    handOut(accountId, fresh, most, at) {
      const oldest = toSlot(waiting.get(accountId, most - 1))
      if (oldest) write(() => renew.run(at, oldest.slot))
      else add({ slot: fresh, accountId, templateId: null }, at)
      return oldest?.slot ?? fresh
    },
    attach: ({ slot, accountId, templateId }, at) => write(() => upsert.run(slot, accountId, templateId, at)),
    removeAccount: (accountId) => write(() => giveUp.run(accountId)),
  }
}

const toSlot = (row: Record<string, unknown> | undefined): Slot | null => (row ? ({ ...row } as unknown as Slot) : null)
