/**
 * The search thread: follows the committed table with the index and answers questions between two steps of it,
 * so that no question ever waits in the way of an event, nor the other way round.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { FromSearch, ToSearch } from './search-client.ts'
import { openSearchEngine } from './search-engine.ts'
import { createPace } from './search-pace.ts'

/** The index is this much behind, plus one step, but in a flood. */
const followEveryMs = 250

const { file, indexFile } = workerData as { file: string; indexFile: string }
const post = (message: FromSearch) => parentPort?.postMessage(message)
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
const engine = openSearchEngine({ file, indexFile, onRebuild: (rebuild) => post({ rebuild }) })
const pace = createPace()
const running = new Map<number, AbortController>()
let isClosed = false
let lastState = ''

async function answer({ id, call, args }: Extract<ToSearch, { call: string }>): Promise<void> {
  try {
    if (call === 'searchBodies') await answerEach(id, args)
    else post({ id, result: await (engine[call] as (...args: readonly unknown[]) => Promise<unknown>)(...args) })
  } catch (error) {
    post({ id, error: messageOf(error) })
  }
}

async function answerEach(id: number, [question]: readonly unknown[]): Promise<void> {
  const stop = new AbortController()
  running.set(id, stop)
  try {
    type Question = Parameters<typeof engine.searchBodies>[0]
    for await (const item of engine.searchBodies(question as Question, stop.signal)) post({ id, item })
    post({ id, result: null })
  } finally {
    running.delete(id)
  }
}

parentPort?.on('message', (message: ToSearch) => {
  if ('close' in message) close()
  else if ('stop' in message) running.get(message.stop)?.abort()
  else void answer(message)
})

function close(): void {
  isClosed = true
  for (const stop of running.values()) stop.abort()
  clearTimeout(timer)
  engine.close()
  parentPort?.close()
}

async function follow(): Promise<void> {
  try {
    let steps = pace(engine.state(), performance.now())
    while (!isClosed && engine.follow() && --steps > 0) {
      tellState()
      await nextTurn()
    }
    if (!isClosed) {
      tellState()
      engine.checkpoint()
    }
  } catch (error) {
    // A full or failing disk: what is not indexed is still found in the table; the next round tries again.
    post({ trouble: messageOf(error) })
  }
  if (!isClosed) timer = setTimeout(follow, followEveryMs)
}

function tellState(): void {
  const state = engine.state()
  const text = JSON.stringify(state)
  if (text !== lastState) post({ state })
  lastState = text
}

let timer = setTimeout(follow, 0)
