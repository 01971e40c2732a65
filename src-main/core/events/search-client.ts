/** The search as the rest of the desk sees it: a thread of its own, or in place for a store in memory. */
import { Worker } from 'node:worker_threads'
import { AppError } from '../../contract/errors.ts'
import type { BodySearchStep } from '../../contract/events.ts'
import type { Log } from '../log.ts'
import type { Rebuild } from '../store/index-file.ts'
import type { BodyQuestion } from './search.ts'
import type { IndexState, SearchCalls } from './search-engine.ts'

export interface Search extends SearchCalls {
  searchBodies(question: BodyQuestion, signal: AbortSignal): AsyncGenerator<BodySearchStep, void, void>
  state(): IndexState
  /** Resolves once the thread has ended. */
  close(): Promise<void>
}

type CallName = keyof SearchCalls | 'searchBodies'
export type ToSearch =
  | { readonly id: number; readonly call: CallName; readonly args: readonly unknown[] }
  | { readonly stop: number }
  | { readonly close: true }
export type FromSearch =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly item: BodySearchStep }
  | { readonly id: number; readonly error: string }
  | { readonly state: IndexState }
  | { readonly rebuild: Rebuild }
  | { readonly trouble: string }

export interface SearchOptions {
  readonly file: string
  readonly indexFile: string
  /** The built search.js, or search-thread.ts itself where Node runs TypeScript. */
  readonly entry: URL
  /** What the thread waits for before it starts. */
  readonly after?: Promise<void>
  readonly log: Log
}

interface Pending {
  resolve(result: unknown): void
  reject(error: Error): void
  onItem?(item: BodySearchStep): void
}

/** Building an index makes much garbage, for which V8 would otherwise keep three times as much room; it costs no time. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 }
/** A thread that ended by itself is started again after this long. */
const againMs = 1000

export function startSearch({ file, indexFile, entry, after, log }: SearchOptions): Search {
  const pending = new Map<number, Pending>()
  let state: IndexState = { watermark: 0, waiting: 0, rebuilt: null }
  let nextId = 1
  let isClosed = false
  let exited = Promise.resolve()
  let again: NodeJS.Timeout | undefined
  let worker: Worker | null = null
  if (after !== undefined) void after.then(begin)
  else begin()

  function begin(): void {
    if (!isClosed) worker = start()
  }

  function start(): Worker {
    const thread = new Worker(entry, { name: 'event-search', workerData: { file, indexFile }, resourceLimits })
    thread.on('message', receive)
    thread.on('error', (error) => log.error('the search thread failed', { error }))
    exited = new Promise((resolve) => thread.once('exit', () => resolve(ended())))
    return thread
  }
  function ended(): void {
    for (const { reject } of pending.values()) reject(failure('the search has ended'))
    pending.clear()
    worker = null
    if (isClosed) return
    again = setTimeout(begin, againMs)
  }
  function receive(message: FromSearch): void {
    if ('state' in message) state = message.state
    else if ('rebuild' in message) log.info('the search index is built anew', { reason: message.rebuild })
    else if ('trouble' in message) log.warn('the search index does not follow', { message: message.trouble })
    else if ('item' in message) pending.get(message.id)?.onItem?.(message.item)
    else settle(message)
  }
  function settle(message: { id: number; result: unknown } | { id: number; error: string }): void {
    const waiting = pending.get(message.id)
    pending.delete(message.id)
    if ('error' in message) waiting?.reject(failure(message.error))
    else waiting?.resolve(message.result)
  }
  function ask(call: CallName, args: readonly unknown[], onItem?: Pending['onItem']) {
    const id = nextId++
    const answered = new Promise<unknown>((resolve, reject) => {
      if (isClosed || !worker) return reject(failure('no search is running'))
      pending.set(id, { resolve, reject, ...(onItem && { onItem }) })
      worker.postMessage({ id, call, args } satisfies ToSearch)
    })
    return { id, answered }
  }
  const call =
    <C extends keyof SearchCalls>(name: C) =>
    (...args: Parameters<SearchCalls[C]>) =>
      ask(name, args).answered as ReturnType<SearchCalls[C]>

  return {
    find: call('find'),
    count: call('count'),
    bars: call('bars'),
    size: call('size'),
    overdue: call('overdue'),
    prune: call('prune'),
    searchBodies: (question, signal) =>
      itemsOf(signal, (onItem) => {
        const { id, answered } = ask('searchBodies', [question], onItem)
        return { answered, stop: () => worker?.postMessage({ stop: id } satisfies ToSearch) }
      }),
    state: () => state,
    async close() {
      isClosed = true
      clearTimeout(again)
      worker?.postMessage({ close: true } satisfies ToSearch)
      await exited
    },
  }
}

const failure = (message: string) => new AppError('store.failed', { details: { message } })

/** What arrives by callback as a generator that stops the other side when it is left. */
async function* itemsOf(
  signal: AbortSignal,
  begin: (onItem: (item: BodySearchStep) => void) => { answered: Promise<unknown>; stop: () => void },
): AsyncGenerator<BodySearchStep, void, void> {
  const items: BodySearchStep[] = []
  let wake = () => {}
  let end: { error?: unknown } | null = null
  const { answered, stop } = begin((item) => {
    items.push(item)
    wake()
  })
  const finish = (outcome: { error?: unknown }) => {
    end ??= outcome
    wake()
  }
  answered.then(
    () => finish({}),
    (error: unknown) => finish({ error }),
  )
  const onAbort = () => finish({})
  signal.addEventListener('abort', onAbort)
  try {
    for (;;) {
      const item = items.shift()
      if (item) yield item
      else if (end) break
      else
        await new Promise<void>((resolve) => {
          wake = resolve
        })
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    stop()
  }
  const { error } = end as { error?: unknown }
  if (error && !signal.aborted) throw error
}
