/** What a move says of itself, in the banner and in the sheet: which sentence, how loud, and what can be done. Pure. */
import type { MoveItem, MoveItemState, MoveStatus } from '../../../src-main/contract/address.ts'

export interface MoveBanner {
  readonly tone: 'info' | 'warning' | 'danger' | 'ok'
  /** Under `move.banner`. */
  readonly words: string
  readonly params: Readonly<Record<string, string | number>>
  /** `left`: milliseconds until the change must have taken effect; null = nothing to wait for. */
  readonly until: number | null
  readonly canStart: boolean
  readonly canDismiss: boolean
}

const tones: Record<Exclude<MoveStatus['state'], 'none'>, MoveBanner['tone']> = {
  needed: 'warning',
  moving: 'info',
  failed: 'danger',
  pending: 'info',
  overdue: 'warning',
  left: 'info',
  done: 'ok',
}

/** null = nothing to say on every page. */
export function bannerOf(status: MoveStatus | null): MoveBanner | null {
  if (!status || status.state === 'none') return null
  const { state, items, to, formerLeadsHere } = status
  // What a person has put aside stays so, unless it needs them after all.
  if (status.dismissed && state !== 'failed' && state !== 'moving') return null
  const inState = (...states: MoveItemState[]) => items.filter((item) => states.includes(item.state))
  const concerned = { needed: inState('needed'), failed: inState('failed'), overdue: inState('overdue') }
  const count = (concerned as Record<string, MoveItem[]>)[state]?.length ?? items.length
  const isLost = state === 'needed' && formerLeadsHere === false
  return {
    tone: isLost ? 'danger' : tones[state],
    words: isLost ? 'neededLost' : state,
    params: {
      count,
      total: items.length,
      to: shortAddress(to),
      from: shortAddress(items[0]?.from ?? null),
      tried: items.length - inState('queued', 'leaving').length,
      confirmed: inState('confirmed').length,
    },
    until: state === 'pending' || state === 'left' ? latest(items) : null,
    canStart: state === 'needed' || state === 'failed',
    canDismiss: state !== 'moving' && state !== 'pending',
  }
}

const latest = (items: readonly MoveItem[]): number | null => {
  const times = items.flatMap(({ expectedBy }) => (expectedBy === null ? [] : [expectedBy]))
  return times.length > 0 ? Math.max(...times) : null
}

/** Without what every address has. */
export const shortAddress = (url: string | null): string => url?.replace(/^https?:\/\//, '').replace(/\/+$/, '') ?? ''

export const itemTones: Record<MoveItemState, 'ok' | 'warning' | 'danger' | 'info' | 'muted'> = {
  needed: 'warning',
  queued: 'info',
  pending: 'info',
  overdue: 'warning',
  confirmed: 'ok',
  failed: 'danger',
  leaving: 'info',
  left: 'muted',
}

/** What can be undone: anything the cloud has taken. */
export const canPutBack = ({ items }: MoveStatus): boolean =>
  items.some(({ state }) => state === 'pending' || state === 'overdue' || state === 'confirmed')
