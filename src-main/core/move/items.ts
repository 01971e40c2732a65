/** What is known of a move, as a person sees it: rows and templates in, items and one state out. Pure. */
import type { MoveItem, MoveItemState, MoveStatus } from '../../contract/address.ts'
import type { UrlGroup } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { StoredMove } from '../store/template-moves.ts'

/** A template that points at an address this desk no longer has. */
export interface Needed {
  readonly templateId: number
  readonly name: string
  /** The URLs that move, as they are. */
  readonly urls: TemplateUrls
  readonly stuck: readonly UrlGroup[]
  readonly from: string
  readonly bindings: number
}

/** The address in a URL this desk made: all before the path it made. */
export const baseOf = (url: string): string => url.slice(0, url.lastIndexOf('/c/'))

export function stateOf(move: StoredMove, now: number): MoveItemState {
  if (move.state !== 'moved') return move.state
  if (move.expectedBy !== null && now < move.expectedBy) return 'pending'
  // Nothing uses it, so that nothing will come.
  return move.bindings === 0 ? 'confirmed' : 'overdue'
}

const groupsOf = (urls: TemplateUrls) => Object.keys(urls) as UrlGroup[]

export function toItem(move: StoredMove, stuck: readonly UrlGroup[], now: number): MoveItem {
  const { templateId, name, urls, fromBase, bindings } = move
  const { movedAt, expectedFrom, expectedBy, confirmedAt, confirmedBy, lastOldAt, error } = move
  return {
    templateId,
    name,
    state: stateOf(move, now),
    groups: groupsOf(urls),
    stuck: [...stuck],
    from: fromBase,
    bindings,
    movedAt,
    expectedFrom,
    expectedBy,
    confirmedAt,
    confirmedBy,
    lastOldAt,
    error,
  }
}

/** Of one that nobody has told the cloud to move. */
export const untold = {
  movedAt: null,
  expectedFrom: null,
  expectedBy: null,
  confirmedAt: null,
  confirmedBy: null,
  lastOldAt: null,
  error: null,
}

const neededItem = ({ templateId, name, urls, stuck, from, bindings }: Needed): MoveItem => ({
  templateId,
  name,
  state: 'needed',
  groups: groupsOf(urls),
  stuck: [...stuck],
  from,
  bindings,
  ...untold,
})

/** What is under way says more than the template's present URLs do; those of an earlier address say nothing any more. */
export function itemsOf(moves: readonly StoredMove[], needed: readonly Needed[], to: string, now: number): MoveItem[] {
  const current = moves.filter(({ toBase }) => toBase === to)
  const stuckOf = (id: number) => needed.find(({ templateId }) => templateId === id)?.stuck ?? []
  const shown = current.map((move) => toItem(move, stuckOf(move.templateId), now))
  const others = needed.filter(({ templateId }) => !current.some((move) => move.templateId === templateId))
  return [...shown, ...others.map(neededItem)].sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

const urgency: readonly [MoveItemState, MoveStatus['state']][] = [
  ['queued', 'moving'],
  ['leaving', 'moving'],
  ['failed', 'failed'],
  ['needed', 'needed'],
  ['overdue', 'overdue'],
  ['pending', 'pending'],
  ['left', 'left'],
  ['confirmed', 'done'],
]

export const overall = (items: readonly MoveItem[]): MoveStatus['state'] =>
  urgency.find(([state]) => items.some((item) => item.state === state))?.[1] ?? 'none'
