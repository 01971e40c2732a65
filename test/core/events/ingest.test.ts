import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createIngest, type Ingest } from '../../../src-main/core/events/ingest.ts'
import type { IncomingEvent } from '../../../src-main/core/store/event.ts'
import type { Committed } from '../../../src-main/core/store/event-commit.ts'
import { incoming } from '../../support/event-samples.ts'

let ingest: Ingest
let commits: { batch: readonly IncomingEvent[]; finish(): void; fail(error: Error): void }[]
let waiting: (() => void) | null
let refused: number

beforeEach(() => {
  commits = []
  waiting = null
  refused = 0
  ingest = createIngest({
    commit: (batch) =>
      new Promise<Committed[]>((resolve, reject) => {
        const finish = () => resolve(batch.map((_event, index) => ({ id: index + 1, deliveries: 1 })))
        commits.push({ batch, finish, fail: reject })
        waiting?.()
      }),
    onCommitted: () => {},
    onRefused: (count) => {
      refused += count
    },
  })
})
afterEach(async () => {
  const closed = ingest.close()
  for (const { finish } of commits) finish()
  await closed
})

async function commitUnderWay(count: number) {
  while (commits.length < count) await new Promise<void>((resolve) => (waiting = resolve))
  return commits[count - 1] as (typeof commits)[number]
}

/** Whether the promise has settled by the time everything that could run has run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false
  promise.then(
    () => (settled = true),
    () => (settled = true),
  )
  await new Promise(setImmediate)
  await new Promise(setImmediate)
  return settled
}

describe('group commit', () => {
  it('accepts a delivery only after its commit', async () => {
    const accepted = ingest.accept(incoming())
    const commit = await commitUnderWay(1)
    expect(await isSettled(accepted)).toBe(false)
    commit.finish()
    await accepted
  })

  it('puts what arrives in one turn into one transaction', async () => {
    const accepted = [ingest.accept(incoming()), ingest.accept(incoming()), ingest.accept(incoming())]
    const commit = await commitUnderWay(1)
    expect(commit.batch).toHaveLength(3)
    commit.finish()
    await Promise.all(accepted)
  })

  it('gathers what arrives during a commit for the next one, in order', async () => {
    const first = ingest.accept(incoming())
    const one = await commitUnderWay(1)
    const later = [incoming({ stream: 'a' }), incoming({ stream: 'b' })].map((event) => ingest.accept(event))
    expect(await isSettled(Promise.all(later))).toBe(false)
    expect(commits).toHaveLength(1)
    one.finish()
    const two = await commitUnderWay(2)
    expect(two.batch.map(({ stream }) => stream)).toEqual(['a', 'b'])
    two.finish()
    await Promise.all([first, ...later])
  })

  it('refuses the whole batch of a failed commit, and goes on', async () => {
    const lost = [ingest.accept(incoming()), ingest.accept(incoming())]
    ;(await commitUnderWay(1)).fail(new Error('disk gone'))
    for (const one of lost)
      await expect(one).rejects.toMatchObject({ code: 'store.failed', details: { message: 'disk gone' } })
    expect(refused).toBe(2)
    const next = ingest.accept(incoming())
    ;(await commitUnderWay(2)).finish()
    await next
  })

  it('finishes what is under way when it closes, and takes nothing after', async () => {
    const accepted = ingest.accept(incoming())
    const commit = await commitUnderWay(1)
    const closed = ingest.close()
    await expect(ingest.accept(incoming())).rejects.toMatchObject({ code: 'store.failed' })
    expect(await isSettled(closed)).toBe(false)
    commit.finish()
    await Promise.all([accepted, closed])
  })
})
