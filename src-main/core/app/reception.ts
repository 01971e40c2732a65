/** Everything on the way of a callback into the desk: the receiver, its public address, events, the practice cloud. */
import { join } from 'node:path'
import { startListened } from '../address/listened.ts'
import { createListening, type Listening } from '../address/listening.ts'
import { postThrough } from '../address/post.ts'
import { createProver, type Prover } from '../address/prover.ts'
import { createEvents, type Events } from '../events/events.ts'
import type { RetentionRunner } from '../events/retention.ts'
import { startSearch } from '../events/search-client.ts'
import type { Storage } from '../events/storage.ts'
import { createPractice, type Practice, type PracticeAccount } from '../practice-control/practice.ts'
import { createDecoder } from '../receiver/decode.ts'
import { createPaths, type Paths } from '../receiver/paths.ts'
import { type Delivery, startReceiver } from '../receiver/receiver.ts'
import { type AddressBasesTable, createAddressBasesTable } from '../store/address-bases.ts'
import { startBackups } from '../store/backup-schedule.ts'
import { createListenedTable } from '../store/listened.ts'
import { createSlotsTable, type SlotsTable } from '../store/slots.ts'
import { startWriter } from '../store/writer.ts'
import { createSentTests, type SentTests } from '../template/sent-tests.ts'
import type { Timing } from '../tunnel/supervise.ts'
import type { Ways } from '../tunnel/ways.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import { createKeeping } from './keeping.ts'
import { openWays } from './ways.ts'

export interface Reception {
  readonly paths: Paths
  readonly slots: SlotsTable
  readonly events: Events
  readonly backups: { close(): Promise<void> }
  /** Nothing has arrived for a while. */
  isQuiet(): boolean
  readonly retention: RetentionRunner
  readonly storage: Storage
  /** Writes down when the desk is listening. */
  readonly listened: { close(): void }
  readonly listening: Listening
  readonly ways: Ways
  readonly prover: Prover
  readonly practice: Practice
  readonly sentTests: SentTests
  /** Where the active account's cloud reaches this desk; null while there is no such address. */
  publicBase(): string | null
  /** The addresses this desk has had; the receiver goes on answering to them for a while. */
  readonly bases: AddressBasesTable
  /** Everybody who wants to hear of events and of the address is there. Until then nothing but receiving goes on. */
  joined(): void
  /** Called after the address of the active account may have become another one. */
  onAddressChanged(listener: () => void): void
}

/** Templates may point at a former address for as long as nobody moves them; its token is what keeps strangers out. */
const formerMs = 30 * 24 * 60 * 60_000

/** A backup reads the whole store, so it waits until nothing has arrived for this long. */
const quietMs = 30_000

export function createReception(
  ground: Ground,
  identity: Identity,
  { tunnelTiming, portRetryMs }: { tunnelTiming?: Partial<Timing> | undefined; portRetryMs?: number | undefined },
): Reception {
  const { host, log, now, profile, settings, store, notices } = ground
  const paths = createPaths(profile.receiverSecret)
  const sentTests = createSentTests({ now })
  const slots = createSlotsTable(store)
  const bases = createAddressBasesTable(store)
  const writer = startWriter({
    file: store.file,
    entry: host.writerEntry,
    thread: host.writer,
    onFull: (isFull) => (isFull ? notices.raise('store.full') : notices.clear('store.full')),
  })
  const joining = Promise.withResolvers<void>()
  let isJoined = false
  const search = startSearch({
    after: joining.promise,
    file: store.file,
    indexFile: join(host.dataDir, 'events-index.db'),
    entry: host.searchEntry,
    log,
  })
  const events = createEvents({ store, writer, search, heard: joining.promise, log, now })
  let arrivedAt = now()
  const isQuiet = () => now() - arrivedAt > quietMs
  const backups = startBackups({
    file: store.file,
    entry: host.writerEntry,
    isQuiet,
    log,
    now,
  })
  const { retention, storage } = createKeeping(ground, search)
  /** Nobody wants what comes for an account that was removed, least of all in the lists of another one. */
  const held: Paths = {
    ...paths,
    read(path) {
      const found = paths.read(path)
      return found && slots.isGivenUp(found.slot) ? null : found
    },
  }
  const decode = createDecoder({ keyring: identity.keyring, resolveSlot: slots.find })
  const ways = openWays(ground, {
    paths,
    localPort: () => listening.port(),
    listenAt: (address) => listening.also(address),
    stood: () => void prover.prove().catch(() => undefined),
    timing: tunnelTiming,
    changed() {
      const wanted = ways.binds().join(' ')
      if (wanted === binds) return
      binds = wanted
      void listening.restart()
    },
  })
  let binds = ways.binds().join(' ')
  const publicBase = () => (identity.isPracticeActive() ? practice.address() : ways.publicBase())

  const listening = createListening({
    wantedPort: () => settings.get().receiver.port,
    start: (port) => startReceiver({ port, addresses: ways.binds(), hosts, paths: held, accept, log, now }),
    changed() {
      listened.beat()
      ways.receiverMoved()
      void practice.receiverMoved().then(() => prover.restart())
    },
    log,
    ...(portRetryMs !== undefined && { retryMs: portRetryMs }),
  })
  const listened = startListened({
    table: createListenedTable(store),
    isListening: () => listening.status().listening,
    log,
    now,
  })
  const practice = connectPractice(ground, identity, listening.port, () => addressChanged())
  const prover = createProver({
    target() {
      const base = isJoined ? publicBase() : null
      return base === null ? null : { base, post: identity.isPracticeActive() ? practice.fetch : postThrough }
    },
    paths,
    log,
    now,
  })
  const addressListeners = [prover.restart]
  const addressChanged = () => {
    for (const listener of addressListeners) listener()
  }
  identity.onSwitch(addressChanged)
  ways.onBaseChanged(addressChanged)

  function hosts(): string[] {
    const former = bases.since(now() - formerMs).map((base) => new URL(base).host)
    return [...practice.hosts(), ...ways.hosts(), ...former]
  }

  function accept(delivery: Delivery): Promise<void> {
    arrivedAt = delivery.receivedAt
    const event = decode(delivery)
    if (sentTests.holds(delivery.body)) event.facts.test = 1
    return events.accept(event)
  }

  return {
    paths,
    slots,
    bases,
    events,
    backups,
    isQuiet,
    retention,
    storage,
    listened,
    listening,
    ways,
    prover,
    practice,
    sentTests,
    publicBase,
    joined() {
      isJoined = true
      joining.resolve()
      prover.restart()
    },
    onAddressChanged: (listener) => void addressListeners.push(listener),
  }
}

function connectPractice(
  { host, log, activity, changes, profile }: Ground,
  { accounts }: Identity,
  receiverPort: () => number | null,
  addressChanged: () => void,
): Practice {
  const putAccount = ({ id, site, endpoint, timeScale, key }: PracticeAccount) =>
    accounts.putPractice(
      {
        id,
        site,
        endpoint,
        name: accounts.find(id)?.name ?? 'Practice',
        secretIdTail: key ? key.secretId.slice(-4) : '',
        tokenExpiresAt: null,
        practiceTimeScale: timeScale,
      },
      key && { ...key, token: null },
    )
  return createPractice({
    startCloud: (options) => host.startPractice(options),
    stateFile: (site) => join(host.dataDir, `practice-${site}.json`),
    receiverPort,
    putAccount,
    activate: accounts.activate,
    leave() {
      const id = accounts.activeId()
      if (id === null || accounts.get(id).practiceTimeScale === null) return
      accounts.activate(accounts.list().find((account) => account.practiceTimeScale === null)?.id ?? null)
    },
    record: activity.record,
    // Which template URLs lead to this desk depends on its address.
    changed: () => changes.tell('practice', 'templates'),
    addressCount: profile.practiceAddress,
    addressChanged,
    log,
  })
}
