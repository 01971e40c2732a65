/**
 * Moving callback templates when the public address has become another one. What must hold: the former URLs are
 * kept until events come by the new address, or a person says it is well; nothing is moved to an address that does
 * not lead here; what was under way goes on after a restart; and the former way is let go only when the last repeat
 * of an event that was sent to it is over.
 */
import type { MoveStatus } from '../../contract/address.ts'
import { AppError } from '../../contract/errors.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import { repeatedMs } from '../address/history.ts'
import { latestEffectMs } from '../effect-time.ts'
import { createTurns } from '../in-turn.ts'
import type { Log } from '../log.ts'
import type { AddressBasesTable } from '../store/address-bases.ts'
import type { StoredMove, TemplateMovesTable } from '../store/template-moves.ts'
import { longestTimerMs } from '../timer.ts'
import { itemsOf, type Needed, overall, stateOf } from './items.ts'
import { createJournal } from './journal.ts'
import { bringHere, type DeskUrls, type SeenTemplate, toNeeded, toQueued } from './needed.ts'
import { type Change, createRunner, effectOf } from './runner.ts'
import type { Delivered } from './via.ts'
import { type Arrival, createWatch } from './watch.ts'

export interface Moves {
  status(): MoveStatus
  /** Reads the templates first. */
  refresh(signal: AbortSignal): Promise<MoveStatus>
  /** As `address.startMove` (contract). */
  start(templateIds: readonly number[] | undefined, signal: AbortSignal): Promise<MoveStatus>
  putBack(): Promise<MoveStatus>
  dismiss(): MoveStatus
  /** The templates of an account have been read. */
  see(account: ActiveAccount, templates: readonly SeenTemplate[], uses: (templateId: number) => number): void
  observe(events: readonly Arrival[]): void
  /** The address, or the account it is for, may have become another one. */
  addressChanged(): void
  onBeat(status: AddressStatus): void
  forget(accountId: string): void
  close(): void
}

export interface MovesParts {
  readonly requireAccount: RequireAccount
  readonly activeId: () => string | null
  /** The address the desk has now; null while it has none. */
  readonly address: () => string | null
  readonly deskUrls: DeskUrls
  readonly table: TemplateMovesTable
  readonly bases: AddressBasesTable
  readonly change: Change
  /** Reads the templates, which are then seen. */
  readonly read: (signal: AbortSignal) => Promise<unknown>
  readonly prover: { prove(): Promise<AddressStatus>; leadsHere(base: string): Promise<boolean> }
  /** How a stored event was delivered. */
  readonly deliveryOf: (eventId: number) => Delivered
  /** Lets the former way go. */
  readonly release: () => void
  /** Move without asking. */
  readonly alone: () => boolean
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
}

/** Of the failures that may pass by themselves, when moving alone: tries per template. */
const mostTries = 5
/** A reading that was under way when the change was made does not know of it. */
const graceMs = 60_000

export function createMoves(parts: MovesParts): Moves {
  const { requireAccount, activeId, bases, prover, changed, log, now } = parts
  const journal = createJournal(parts.table, log)
  const inTurn = createTurns()
  const watch = createWatch(journal, parts.deliveryOf)
  const needed = new Map<string, readonly Needed[]>()
  const tries = new Map<number, number>()
  const closed = new AbortController()
  let formerLeadsHere: boolean | null = null
  let timer: NodeJS.Timeout | null = null

  const address = () => parts.address()?.replace(/\/+$/, '') ?? null
  const current = (accountId: string): StoredMove[] =>
    journal.of(accountId).filter(({ toBase }) => toBase === address())
  /** For what happens by itself: a full disk must not end the desk, nor keep it from starting. */
  const guarded = <T>(write: () => T): T | undefined => {
    try {
      return write()
    } catch (error) {
      log.error('what is known of the address could not be stored', { error })
      return undefined
    }
  }
  const tell = () => {
    wakeAtNext()
    changed()
  }

  function status(): MoveStatus {
    const [accountId, to] = [activeId(), address()]
    const items =
      accountId === null || to === null ? [] : itemsOf(journal.of(accountId), needed.get(accountId) ?? [], to, now())
    return {
      state: overall(items),
      to,
      items,
      formerLeadsHere: items.length === 0 ? null : formerLeadsHere,
      dismissed: accountId !== null && to !== null && bases.isDismissed(accountId, to),
      alone: parts.alone(),
    }
  }

  const run = (account: ActiveAccount) =>
    inTurn(account.id, () => {
      const moved = bringHere(account.site, parts.deskUrls)
      return createRunner({ journal, change: parts.change, moved, changed: tell, now })(account)
    })

  /** What is under way goes on, e.g. after a restart; what is needed begins, if the person wants it so. */
  async function goOn(account: ActiveAccount): Promise<void> {
    const { state, dismissed, alone } = status()
    if (state === 'moving') return run(account)
    if (alone && !dismissed && (state === 'needed' || state === 'failed')) await begin(account, worthTrying(account.id))
  }

  /** Nobody is there to stop what fails every time. */
  function worthTrying(accountId: string): number[] {
    const left = status().items.filter(({ state }) => state === 'left')
    const ids = (needed.get(accountId) ?? []).map(({ templateId }) => templateId)
    const wanted = ids.filter((id) => (tries.get(id) ?? 0) < mostTries && !left.some((item) => item.templateId === id))
    for (const id of wanted) tries.set(id, (tries.get(id) ?? 0) + 1)
    return wanted
  }

  async function begin(account: ActiveAccount, templateIds: readonly number[] | undefined): Promise<void> {
    const to = address()
    if (to === null) throw new AppError('receiver.noAddress')
    const isWanted = (id: number) => templateIds === undefined || templateIds.includes(id)
    for (const each of needed.get(account.id) ?? []) {
      const known = journal.find(account.id, each.templateId)
      const isMovable = Object.keys(each.urls).length > 0
      if (isMovable && isWanted(each.templateId) && known?.state !== 'queued')
        journal.put(toQueued(account.id, each, known, to))
    }
    bases.setDismissed(account.id, to, false)
    tell()
    await run(account)
  }

  /** What the cloud holds by now counts more than what is written down here. */
  function compare(
    { id: accountId, timeScale }: ActiveAccount,
    move: StoredMove,
    templates: readonly SeenTemplate[],
    found: readonly Needed[],
  ): boolean {
    const { templateId, state } = move
    const isNeeded = found.some((each) => each.templateId === templateId && Object.keys(each.urls).length > 0)
    const isGone = !templates.some(({ id }) => id === templateId)
    const isSettled = (state === 'moved' || state === 'confirmed') && now() - (move.movedAt ?? 0) > graceMs
    if (isGone || (isNeeded && isSettled)) journal.remove(accountId, templateId)
    else if (!isNeeded && state === 'failed')
      journal.put({ ...move, state: 'moved', ...effectOf(now(), timeScale), error: null })
    else return false
    return true
  }

  /** Over means: all confirmed, and what was sent to the former address has had its last repeat. */
  function endAt(accountId: string): number | null {
    const moves = current(accountId)
    const isOver = moves.length > 0 && moves.every((move) => stateOf(move, now()) === 'confirmed')
    if (!isOver || (needed.get(accountId) ?? []).some(({ urls }) => Object.keys(urls).length > 0)) return null
    const scale = (move: StoredMove) => ((move.expectedBy ?? 0) - (move.movedAt ?? 0)) / latestEffectMs
    return Math.max(...moves.map((move) => (move.confirmedAt ?? move.expectedBy ?? 0) + repeatedMs * scale(move)))
  }

  function finish(accountId: string): void {
    for (const { templateId } of current(accountId)) journal.remove(accountId, templateId)
    formerLeadsHere = null
    guarded(parts.release)
    log.info('the templates have been moved to the new address', { accountId })
    changed()
  }

  function wakeAtNext(): void {
    if (timer) clearTimeout(timer)
    const accountId = activeId()
    if (accountId === null || closed.signal.aborted) return
    const end = endAt(accountId)
    if (end !== null && end <= now()) {
      finish(accountId)
      return
    }
    const due = current(accountId).flatMap(({ expectedBy }) =>
      expectedBy !== null && expectedBy > now() ? [expectedBy] : [],
    )
    const next = Math.min(...due, end ?? Number.POSITIVE_INFINITY)
    if (!Number.isFinite(next)) return
    timer = setTimeout(tell, Math.min(next - now() + 1, longestTimerMs))
    timer.unref()
  }

  /** For what the desk does by itself: nobody waits for it, and the account may be out of reach. */
  function quietly(work: (account: ActiveAccount) => Promise<unknown>): void {
    void (async () => {
      if (activeId() === null || closed.signal.aborted) return
      await work(requireAccount())
    })().catch((error: unknown) => log.info('the templates could not be looked at for a move', { error }))
  }

  async function askFormer(): Promise<void> {
    const from = status().items[0]?.from
    const before = formerLeadsHere
    formerLeadsHere = from === undefined ? null : await prover.leadsHere(from)
    if (formerLeadsHere !== before) changed()
  }

  wakeAtNext()
  return {
    status,
    async refresh(signal) {
      await parts.read(signal)
      return status()
    },
    async start(templateIds, signal) {
      const account = requireAccount()
      const proof = await prover.prove()
      if (proof.state !== 'proven')
        throw new AppError('move.notProven', { details: { message: proof.error?.code ?? proof.state } })
      await parts.read(signal)
      await begin(account, templateIds)
      return status()
    },
    async putBack() {
      const account = requireAccount()
      for (const move of current(account.id)) {
        if (move.state === 'moved' || move.state === 'confirmed')
          journal.put({ ...move, state: 'leaving', error: null })
        else if (move.state === 'failed' || move.state === 'queued') journal.remove(account.id, move.templateId)
      }
      tell()
      await run(account)
      return status()
    },
    dismiss() {
      const [account, to] = [requireAccount(), address()]
      if (to === null) return status()
      for (const move of current(account.id)) {
        if (stateOf(move, now()) === 'overdue') watch.confirm(move, now(), null)
        else if (move.state === 'left') journal.remove(account.id, move.templateId)
      }
      bases.setDismissed(account.id, to, true)
      tell()
      return status()
    },
    see(account, templates, uses) {
      const found = templates.flatMap((template) => toNeeded(template, account.site, parts.deskUrls, uses))
      const isSame = JSON.stringify(found) === JSON.stringify(needed.get(account.id) ?? [])
      needed.set(account.id, found)
      const isNews = current(account.id).map((move) => compare(account, move, templates, found))
      if (!isSame || isNews.includes(true)) tell()
    },
    observe(events) {
      const accountId = activeId()
      if (accountId !== null && watch.observe(current(accountId), events)) tell()
    },
    addressChanged() {
      formerLeadsHere = null
      tries.clear()
      const [accountId, base] = [activeId(), address()]
      if (accountId !== null && base !== null) {
        const former = guarded(() => bases.use(accountId, base, now())) ?? null
        if (former !== null || journal.of(accountId).length > 0) quietly((account) => parts.read(account.signal))
      }
      tell()
    },
    onBeat({ state }) {
      if (status().state === 'none') return
      if (state === 'proven') quietly(goOn)
      quietly(askFormer)
    },
    forget(accountId) {
      journal.forget(accountId)
      needed.delete(accountId)
      bases.removeAccount(accountId)
    },
    close() {
      closed.abort()
      if (timer) clearTimeout(timer)
    },
  }
}
