/**
 * The kept ways to this desk and the one in use. What must hold: whoever changes the address learns the old
 * one, and the way in use before goes on answering until it is let go, so that templates can be moved without
 * a blind minute.
 */
import { randomUUID } from 'node:crypto'
import type { ActivityState } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import type { TunnelStatus, Way, WayDraft, WayState } from '../../contract/tunnel.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Section } from '../profile.ts'
import type { StoredWay, StoredWays } from './stored-ways.ts'

export type BaseListener = (next: string | null, previous: string | null) => void

export interface Ways {
  list(): { ways: Way[]; activeId: string | null }
  save(draft: WayDraft): Promise<Way>
  remove(id: string): Promise<void>
  /** Switches; the way in use before goes on answering until `release`. null = none. */
  activate(id: string | null): void
  /** Lets the way that was in use before go. */
  release(): void
  /** Where the world reaches the receiver; null while there is no such address. */
  publicBase(): string | null
  /** The hosts to answer to: that of the address in use, and that of the one before while it lives. */
  hosts(): string[]
  /** Where the receiver shall listen. */
  bind(): string
  /** Called after the public address has become another one. */
  onBaseChanged(listener: BaseListener): void
  status(): TunnelStatus
}

export interface WaysParts {
  readonly section: Section<StoredWays>
  readonly record: RecordActivity
  /** The list or the way in use changed. */
  readonly changed: () => void
}

export function createWays({ section, record, changed }: WaysParts): Ways {
  const listeners: BaseListener[] = []
  const find = (id: string | null): StoredWay | null => section.get().kept.find((way) => way.id === id) ?? null
  const active = () => find(section.get().activeId)
  const previous = () => find(section.get().previousId)
  const baseOf = (way: StoredWay | null): string | null => way?.config.url ?? null

  function get(id: string): StoredWay {
    const way = find(id)
    if (!way) throw new AppError('tunnel.unknown')
    return way
  }

  function write(change: Partial<StoredWays>): void {
    const before = section.get()
    const next = { ...before, ...change }
    const base = baseOf(next.kept.find(({ id }) => id === next.activeId) ?? null)
    section.set({ ...next, lastBase: base ?? before.lastBase })
    if (base !== baseOf(active()) || base !== lastTold) tell(base)
    changed()
  }

  let lastTold = baseOf(active())
  function tell(base: string | null): void {
    if (base === lastTold) return
    const before = lastTold
    lastTold = base
    for (const listener of listeners) listener(base, before)
  }

  return {
    list: () => ({ ways: section.get().kept, activeId: section.get().activeId }),
    async save({ id, name, config }) {
      const old = id === undefined ? null : get(id)
      const way: StoredWay = { id: id ?? randomUUID(), name, config }
      const { kept, activeId } = section.get()
      const index = kept.findIndex((each) => each.id === way.id)
      write({
        kept: index < 0 ? [...kept, way] : kept.with(index, way),
        // The first way is in use at once: it is what the person came for.
        activeId: activeId ?? (old ? null : way.id),
      })
      record({ kind: 'way.saved', target: name, account: null, before: old && picture(old), after: picture(way) })
      return way
    },
    async remove(id) {
      const way = get(id)
      const { kept, activeId, previousId } = section.get()
      write({
        kept: kept.filter((each) => each.id !== id),
        activeId: activeId === id ? null : activeId,
        previousId: previousId === id ? null : previousId,
      })
      record({ kind: 'way.removed', target: way.name, account: null, before: picture(way) })
    },
    activate(id) {
      const next = id === null ? null : get(id)
      const before = active()
      if (before?.id === next?.id) return
      write({ activeId: id, previousId: before?.id ?? null })
      record({
        kind: 'way.activated',
        target: next?.name ?? '',
        account: null,
        before: { way: before?.name ?? null },
        after: { way: next?.name ?? null },
      })
    },
    release() {
      if (section.get().previousId !== null) write({ previousId: null })
    },
    publicBase: () => baseOf(active()),
    hosts: () => [active(), previous()].flatMap((way) => (way ? [new URL(way.config.url).host] : [])),
    bind: () => active()?.config.bind ?? '127.0.0.1',
    onBaseChanged: (listener) => void listeners.push(listener),
    status: () => ({ active: stateOf(active()), previous: stateOf(previous()) }),
  }
}

const stateOf = (way: StoredWay | null): WayState | null =>
  way && {
    id: way.id,
    name: way.name,
    kind: way.config.kind,
    state: 'listening',
    url: way.config.url,
    attempt: 0,
    since: null,
    nextTryAt: null,
    error: null,
  }

const picture = ({ name, config: { kind, ...rest } }: StoredWay): ActivityState => ({ name, way: kind, ...rest })
