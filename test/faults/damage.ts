/** Every kind of damage to the file: noticed, set aside as it is, and the newest good backup in its place (D4). */
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups, makeBackup } from '../../src-main/core/store/backups.ts'
import { createCommit } from '../../src-main/core/store/event-commit.ts'
import { toRecord } from '../../src-main/core/store/event-record.ts'
import { openStore } from '../../src-main/core/store/store.ts'
import { incoming } from '../support/event-samples.ts'
import { quietLog, temporaryFolder } from '../support/receiving-desk.ts'

const inBackup = 2000

function flip(file: string, at: (size: number) => number, length: number): void {
  const bytes = readFileSync(file)
  bytes.subarray(at(bytes.length)).fill(0xa5, 0, length)
  writeFileSync(file, bytes)
}

const damages: Record<string, (file: string) => void> = {
  'header overwritten': (file) => flip(file, () => 0, 100),
  'page overwritten': (file) => flip(file, (size) => Math.floor(size / 8192) * 4096, 4096),
  'cut in half': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 8192) * 4096),
  'cut to nothing': (file) => truncateSync(file, 0),
  zeroed: (file) => writeFileSync(file, Buffer.alloc(readFileSync(file).length)),
  'newest backup damaged too': (file) => {
    flip(file, () => 0, 100)
    flip(listBackups(file)[0]?.path ?? '', () => 0, 100)
  },
}

export interface DamageResult {
  damage: string
  'set aside': boolean
  'as it was': boolean
  'events restored': number
  'works again': boolean
}

function tryDamage(damage: string, harm: (file: string) => void): DamageResult {
  const folder = temporaryFolder()
  try {
    const file = join(folder.path, 'desk.db')
    const before = openStore(file, { log: quietLog })
    const commit = createCommit(before.db)
    const many = (count: number) => Array.from({ length: count }, () => toRecord(incoming()))
    commit(many(inBackup))
    makeBackup(before.db, file, 1)
    makeBackup(before.db, file, 2)
    commit(many(500))
    before.close()
    harm(file)
    const harmed = readFileSync(file)
    const store = openStore(file, { log: quietLog })
    const restored = Number(store.db.prepare('SELECT count(*) AS found FROM events').get()?.found)
    const works = createCommit(store.db)(many(1)).length === 1
    store.close()
    const isSame = store.setAside !== null && readFileSync(store.setAside).equals(harmed)
    return {
      damage,
      'set aside': store.setAside !== null,
      'as it was': isSame,
      'events restored': restored,
      'works again': works,
    }
  } finally {
    folder.remove()
  }
}

export const damageAll = (): DamageResult[] => Object.entries(damages).map(([name, harm]) => tryDamage(name, harm))

/** `npm run faults -- damage` */
export async function run(): Promise<boolean> {
  const results = damageAll()
  console.table(results)
  return results.every((each) => each['set aside'] && each['as it was'] && each['events restored'] === inBackup)
}
