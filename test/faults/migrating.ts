/** A process that migrates a store and is killed in the middle of a step; run by migrate.ts. */
import { DatabaseSync } from 'node:sqlite'
import { makeBackup } from '../../src-main/core/store/backups.ts'
import { migrate } from '../../src-main/core/store/store.ts'
import { steps } from './steps.ts'

const [file = '', dieAt = ''] = process.argv.slice(2)
const db = new DatabaseSync(file)
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
db.function('reached', (place) => {
  if (place === dieAt) process.kill(process.pid, 'SIGKILL')
  return place
})
migrate(db, steps, () => {
  if (dieAt === 'before the backup') process.kill(process.pid, 'SIGKILL')
  makeBackup(db, file, 1)
  if (dieAt === 'after the backup') process.kill(process.pid, 'SIGKILL')
})
db.close()
