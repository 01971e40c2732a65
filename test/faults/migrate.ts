/** kill -9 in each step of a migration, from every old version: the next start finishes it, and no row is lost (D5). */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { migrate } from '../../src-main/core/store/store.ts'
import { temporaryFolder } from '../support/receiving-desk.ts'
import { places, steps } from './steps.ts'

const program = fileURLToPath(new URL('migrating.ts', import.meta.url))

function versionOf(file: string): number {
  const db = new DatabaseSync(file)
  const version = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  db.close()
  return version
}

/** Whether the old version was left whole by the kill, and the next start brought every row to the new one. */
function survives(from: number, place: string): boolean {
  const folder = temporaryFolder()
  try {
    const file = join(folder.path, 'desk.db')
    const old = new DatabaseSync(file)
    old.function('reached', (each) => each)
    old.exec('PRAGMA journal_mode = WAL')
    migrate(old, steps.slice(0, from))
    old.close()
    const { signal } = spawnSync(process.execPath, [program, file, place])
    if (signal !== 'SIGKILL' || versionOf(file) !== from) return false
    if (spawnSync(process.execPath, [program, file]).status !== 0 || versionOf(file) !== steps.length) return false
    const db = new DatabaseSync(file)
    const found = db.prepare('SELECT count(*) AS rows, count(length) AS filled FROM notes').get()
    const isSound = db.prepare('PRAGMA quick_check').get()?.quick_check === 'ok'
    db.close()
    return isSound && found?.rows === 2000 && found.filled === 2000
  } finally {
    folder.remove()
  }
}

export function killInEachStep(): Record<string, boolean> {
  const results: Record<string, boolean> = {}
  for (let from = 1; from < steps.length; from++) {
    const reached = places.filter((place) => Number(place[0]) > from)
    for (const place of ['before the backup', 'after the backup', ...reached])
      results[`from version ${from}, ${place}`] = survives(from, place)
  }
  return results
}

/** `npm run faults -- migrate` */
export async function run(): Promise<boolean> {
  const results = killInEachStep()
  console.table(Object.entries(results).map(([kill, survived]) => ({ kill, survived })))
  return Object.values(results).every(Boolean)
}
