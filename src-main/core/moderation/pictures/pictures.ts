/**
 * The pictures of cases: fetched when their alert arrives (links expire), four at once, those somebody looks at
 * first; kept with their hash as evidence. What cannot be had is remembered with the reason.
 */
import type { Picture, PictureProblem } from '../../../contract/case-detail.ts'
import type { Log } from '../../log.ts'
import type { PictureRecord, PicturesTable, PictureType } from '../../store/pictures.ts'
import type { Resolve } from './address.ts'
import type { PictureCache } from './cache.ts'
import { type Fetched, fetchPicture, PictureError, type PictureSource } from './fetch-picture.ts'

export interface PictureParts {
  readonly table: PicturesTable
  readonly cache: PictureCache
  /** Where the picture of an alert lies; null when it came without one. */
  readonly sourceOf: (eventId: number) => PictureSource | null
  /** The case of an alert; null when it is in none. */
  readonly caseOf: (eventId: number) => number | null
  readonly urlOf: (eventId: number) => string
  readonly resolve: Resolve
  readonly change: (work: () => void) => void
  readonly changed: (caseId: number) => void
  readonly log: Log
  readonly now: () => number
  readonly timeoutMs?: number
}

export interface Pictures {
  /** What is known now, without fetching. */
  look(eventId: number): Picture
  /** Fetches in the background, up to a number for each case. */
  want(eventId: number, caseId: number): void
  /** Fetches now, ahead of the others. */
  get(eventId: number, retry: boolean): Promise<Picture>
  /** For the host's own address of it. */
  read(eventId: number): Promise<{ bytes: Buffer; type: PictureType } | null>
  close(): Promise<void>
}

export const atOnce = 4
/** Of a flood on one stream the first pictures are fetched by themselves, the rest when somebody looks. */
export const mostOfCase = 200
const mostWaiting = 2_000
/** What may pass by itself is tried again so often, so late. */
const retriesMs = [5_000, 30_000]
const passing: readonly PictureProblem[] = ['timeout', 'unreachable', 'refused']

interface Job {
  readonly eventId: number
  readonly caseId: number
  tries: number
  /** Between two tries it rests. */
  state: 'queued' | 'running' | 'resting'
  readonly done: ((picture: Picture) => void)[]
}

export function createPictures(parts: PictureParts): Pictures {
  const { table, cache, urlOf, now, log } = parts
  const jobs = new Map<number, Job>()
  const queue: Job[] = []
  const timers = new Set<NodeJS.Timeout>()
  const closing = new AbortController()
  const running = new Set<Promise<void>>()

  const look = (eventId: number): Picture => {
    const record = table.get(eventId)
    return record ? shown(record, urlOf) : { state: 'waiting' }
  }

  const keep = async ({ eventId, caseId }: Job, fetched: Fetched): Promise<void> => {
    const { type, width, height, bytes } = fetched
    const sha256 = await cache.keep(bytes)
    const file = { type, width, height, bytes: bytes.length, sha256 }
    parts.change(() => table.put({ eventId, caseId, problem: null, params: {}, file, at: now() }))
    await cache.makeRoom()
  }
  const fail = ({ eventId, caseId }: Job, { problem, params }: PictureError) =>
    parts.change(() =>
      table.put({ eventId, caseId, problem, params, file: table.get(eventId)?.file ?? null, at: now() }),
    )

  const countOf = (caseId: number): number => {
    let count = table.countOf(caseId)
    for (const job of jobs.values()) if (job.caseId === caseId) count += 1
    return count
  }

  const later = (job: Job, ms: number) => {
    job.state = 'resting'
    const timer = setTimeout(() => {
      timers.delete(timer)
      if (job.state !== 'resting') return
      job.state = 'queued'
      queue.push(job)
      pump()
    }, ms)
    timers.add(timer.unref())
  }

  async function work(job: Job): Promise<void> {
    try {
      const source = parts.sourceOf(job.eventId)
      if (!source) throw new PictureError('none')
      const { resolve, timeoutMs } = parts
      const options = { resolve, signal: closing.signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
      await keep(job, await fetchPicture(source, options))
    } catch (error) {
      if (closing.signal.aborted) return
      if (!(error instanceof PictureError)) log.error('a picture could not be kept', { event: job.eventId, error })
      const failure = error instanceof PictureError ? error : new PictureError('unreachable')
      const retryMs = passing.includes(failure.problem) ? retriesMs[job.tries] : undefined
      fail(job, failure)
      job.tries += 1
      if (retryMs !== undefined) later(job, retryMs)
      settle(job, retryMs !== undefined)
      return
    }
    settle(job, false)
  }

  /** Whoever waits is answered after the first try; the job may go on. */
  function settle(job: Job, isGoingOn: boolean): void {
    const picture = look(job.eventId)
    for (const done of job.done.splice(0)) done(picture)
    if (!isGoingOn) jobs.delete(job.eventId)
    parts.changed(job.caseId)
  }

  function pump(): void {
    while (running.size < atOnce && !closing.signal.aborted) {
      const job = queue.shift()
      if (!job) return
      job.state = 'running'
      const run = work(job)
        .catch((error: unknown) => {
          log.error('a picture could not be noted', { event: job.eventId, error })
          jobs.delete(job.eventId)
          for (const done of job.done.splice(0)) done(failed('unreachable', {}, null))
        })
        .finally(() => {
          running.delete(run)
          pump()
        })
      running.add(run)
    }
  }

  /** `done` is somebody who waits: then it goes first. */
  const add = (eventId: number, caseId: number, done?: (picture: Picture) => void): void => {
    const known = jobs.get(eventId)
    const job = known ?? { eventId, caseId, tries: 0, state: 'queued', done: [] }
    if (done) job.done.push(done)
    if (known && (!done || known.state === 'running')) return
    jobs.set(eventId, job)
    const place = queue.indexOf(job)
    if (place >= 0) queue.splice(place, 1)
    job.state = 'queued'
    if (done) queue.unshift(job)
    else queue.push(job)
    pump()
  }

  return {
    look,
    want(eventId, caseId) {
      if (jobs.has(eventId) || queue.length >= mostWaiting || table.get(eventId)) return
      if (countOf(caseId) < mostOfCase) add(eventId, caseId)
    },
    async get(eventId, retry) {
      const known = look(eventId)
      if (known.state === 'ready' || (known.state === 'failed' && !(retry && known.canRetry))) return known
      const caseId = parts.caseOf(eventId)
      if (caseId === null) return failed('none', {}, null)
      return new Promise((resolve) => add(eventId, caseId, resolve))
    },
    async read(eventId) {
      const record = table.get(eventId)
      if (!record?.file || record.problem !== null) return null
      const bytes = await cache.read(record.file.sha256)
      return bytes && { bytes, type: record.file.type }
    },
    async close() {
      closing.abort()
      for (const timer of timers) clearTimeout(timer)
      for (const job of jobs.values()) for (const done of job.done.splice(0)) done(look(job.eventId))
      await Promise.allSettled(running)
    },
  }
}

function shown({ eventId, problem, params, file, at }: PictureRecord, urlOf: (eventId: number) => string): Picture {
  if (problem !== null) return failed(problem, params, at)
  return file === null ? { state: 'waiting' } : { state: 'ready', url: urlOf(eventId), ...file, fetchedAt: at }
}

/** What will be the same the next time is not worth asking for again. */
const isFinal: readonly PictureProblem[] = ['none', 'address', 'tooManyPixels', 'notPicture', 'tooLarge']

const failed = (problem: PictureProblem, params: PictureRecord['params'], at: number | null): Picture => ({
  state: 'failed',
  problem,
  params: { ...params },
  at,
  canRetry: !isFinal.includes(problem),
})
