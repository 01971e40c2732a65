/**
 * What the writer's thread does: takes batches, commits each with one fsync (WAL, synchronous FULL), answers. While
 * it has nothing to do it learns older identities and keeps the ballast.
 */
import { DatabaseSync } from 'node:sqlite'
import type { MessagePort } from 'node:worker_threads'
import { createBallast } from './ballast.ts'
import { commitPragmas } from './checkpoint.ts'
import { createCommit } from './event-commit.ts'
import { type EventBatch, unpack } from './event-record.ts'
import { createFullness } from './fullness.ts'
import { createRecentIdentities } from './recent-identities.ts'
import type { FromWriter, ToWriter } from './writer.ts'

/** Long enough to know every event of the last minutes before the first callback, short enough not to delay it. */
const firstLoadMs = 15
const sliceMs = 2

/** Ends on the message 'close'. */
export function startWriting(file: string, port: MessagePort): void {
  const db = new DatabaseSync(file, { timeout: 5000 })
  db.exec(commitPragmas)
  const post = (message: FromWriter, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const recent = createRecentIdentities(db)
  recent.load(firstLoadMs)
  const commit = createCommit(db, recent)
  const ballast = createBallast(`${file}.ballast`)
  const fullness = createFullness({ db, file, ballast, changed: (isFull) => post({ isFull }) })

  const take = (batch: EventBatch) => {
    try {
      const committed = fullness.guard(() => commit(unpack(batch)))
      const pairs = Float64Array.from(committed.flatMap(({ id, deliveries }) => [id, deliveries]))
      post({ committed: pairs }, [pairs.buffer])
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      post({ failed: { isFull: fullness.isCause(error), message } })
    }
  }
  const close = async () => {
    await fullness.close()
    db.close()
    port.close()
  }
  port.on('message', (message: ToWriter) => {
    if (message === 'close') void close()
    else take(message)
  })

  const learnOlder = () => {
    if (db.isOpen && recent.load(sliceMs)) setImmediate(learnOlder)
  }
  learnOlder()
}
