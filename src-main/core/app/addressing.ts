/** The public address over time: its beats and gaps, and the move of templates when it has become another one. */
import { type AddressHistory, createHistory } from '../address/history.ts'
import type { Prover } from '../address/prover.ts'
import type { Events } from '../events/events.ts'
import { createMoves, type Moves } from '../move/move.ts'
import type { AddressBasesTable } from '../store/address-bases.ts'
import { createAddressBeatsTable } from '../store/address-beats.ts'
import { createAddressGapsTable } from '../store/address-gaps.ts'
import { createTemplateMovesTable } from '../store/template-moves.ts'
import type { DeskUrls } from '../template/desk-urls.ts'
import type { Templates } from '../template/templates.ts'
import type { Ways } from '../tunnel/ways.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'

export interface Addressing {
  readonly history: AddressHistory
  readonly moves: Moves
}

export interface AddressingParts {
  readonly events: Pick<Events, 'get'>
  readonly prover: Prover
  readonly ways: Pick<Ways, 'release'>
  readonly publicBase: () => string | null
  readonly deskUrls: DeskUrls
  readonly bases: AddressBasesTable
  /** Known once both are built. */
  readonly templates: () => Templates
}

export function createAddressing(ground: Ground, identity: Identity, parts: AddressingParts): Addressing {
  const { host, store, settings, activity, changes, log, now } = ground
  const { accounts, active } = identity
  const { events, prover, ways, publicBase, deskUrls, bases, templates } = parts
  const history = createHistory({
    beats: createAddressBeatsTable(store),
    gaps: createAddressGapsTable(store),
    record: activity.record,
    notify: (note) => host.notify({ ...note, language: settings.get().language }),
    accountId: accounts.activeId,
    log,
    now,
  })
  const realAccounts = () => accounts.list().filter(({ practiceTimeScale }) => practiceTimeScale === null)
  const moves = createMoves({
    requireAccount: active.require,
    activeId: accounts.activeId,
    address: publicBase,
    deskUrls,
    table: createTemplateMovesTable(store),
    bases,
    change: (account, change) => templates().change(account, change),
    read: (signal) => templates().list(signal),
    prover,
    deliveryOf: (id) => events.get(id),
    release() {
      // Templates of another account may still point there; nobody has looked.
      if (!identity.isPracticeActive() && realAccounts().length === 1) ways.release()
    },
    alone: () => settings.get().moveTemplates === 'alone',
    changed: () => changes.tell('address'),
    log,
    now,
  })
  return { history, moves }
}
