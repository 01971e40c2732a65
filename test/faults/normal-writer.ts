/** The writer's thread with one word changed: synchronous NORMAL, which does not wait for the disk. The counter-proof. */
import { DatabaseSync } from 'node:sqlite'

const exec = DatabaseSync.prototype.exec
DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql.replace('synchronous = FULL', 'synchronous = NORMAL'))
}
await import('../../src-main/core/store/writer-thread.ts')
