/**
 * A Tencent Cloud CSS that runs on this machine: strict where the documents are, and a whole account with
 * streams on air behind it. It speaks HTTP only and connects to nothing but this machine.
 */
import { openAccount } from './account.ts'
import { createAddresses } from './addresses.ts'
import { createAgenda } from './agenda.ts'
import { createApi } from './api.ts'
import { type Controls, createControl } from './control.ts'
import { createDelivery, type Delivery, pathIsDown } from './delivery.ts'
import { emitNow } from './emit.ts'
import { createFaults } from './faults.ts'
import { createHistory } from './history.ts'
import type { PracticeCloudOptions } from './options.ts'
import { createPoster } from './post.ts'
import { createRandom } from './random.ts'
import { createRecords } from './records.ts'
import { seedState } from './seed.ts'
import { startServer } from './server.ts'
import { type Simulation, startSimulation } from './simulation.ts'
import { openState } from './state.ts'
import { createStreams } from './streams.ts'

export interface PracticeCloud extends Controls {
  /** http://127.0.0.1:port */
  readonly endpoint: string
  readonly secretId: string
  readonly secretKey: string
  /** Ordered failures that no call has met yet. */
  faultsLeft(): number
  close(): Promise<void>
}

const fetchTimeoutMs = 20_000

export async function startPracticeCloud(options: PracticeCloudOptions): Promise<PracticeCloud> {
  const { site, timeScale, now = Date.now, scenario = 'calm' } = options
  const random = createRandom(options.seed ?? now())
  const store = openState(options.stateFile, () => seedState(now()))
  const { secretId, secretKey } = store.data
  const account = openAccount(store, { now, random, timeScale })
  const addresses = createAddresses(options.resolve ?? {}, options.publicHosts ?? [])
  const poster = createPoster(addresses, { ca: options.ca })
  const agenda = createAgenda(now)
  const records = createRecords()
  const history = createHistory(now(), random)
  const faults = createFaults()

  // The streams speak through the delivery, which asks the simulation how things stand, which moves the
  // streams: this circle is closed here, before the first beat of the agenda.
  let simulation: Simulation
  let endpoint = ''
  const delivery: Delivery = createDelivery({
    now,
    timeScale,
    random,
    agenda,
    poster,
    records,
    templateFor: account.callbacksInEffect,
    mood: () => simulation.mood,
    isPathUp: () => simulation.isPathUp(),
  })
  const streams = createStreams({
    account,
    agenda,
    history,
    random,
    now,
    timeScale,
    base: () => endpoint,
    send: delivery.send,
    ignoresCuts: () => simulation.mood.ignoresCuts,
  })
  simulation = startSimulation({ streams, agenda, random, now, timeScale }, scenario)

  const cloud = { site, now, account, addresses, streams, history, records }
  const credential = { secretId, secretKey, token: options.token ?? null }
  const api = createApi({ cloud, credential, policy: options.policy ?? 'full', faults })
  const controls: Controls = {
    status: () => ({
      running: true,
      scenario: simulation.scenario,
      site,
      timeScale,
      onAir: streams.onAir().length,
      ...delivery.counts,
    }),
    calls: () => api.calls,
    setScenario: simulation.setScenario,
    resolve: addresses.add,
    fetch: async (url, body) => (simulation.isPathUp() ? poster.post(url, body, fetchTimeoutMs) : pathIsDown),
    emit: (request) => emitNow({ account, streams, random, now }, request),
    fault: faults.order,
  }
  const stop = () => {
    agenda.close()
    poster.close()
  }
  const server = await startServer({
    api,
    control: createControl(controls, secretKey),
    now,
    preferredPort: options.port ?? store.data.port,
    mayMove: options.port === undefined,
  }).catch((error: unknown) => {
    stop()
    throw error
  })
  endpoint = `http://127.0.0.1:${server.port}`
  store.data.port = server.port
  store.save()

  return {
    ...controls,
    endpoint,
    secretId,
    secretKey,
    faultsLeft: faults.left,
    close: async () => {
      stop()
      await server.close()
    },
  }
}
