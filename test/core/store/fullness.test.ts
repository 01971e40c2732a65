import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBallast } from '../../../src-main/core/store/ballast.ts'
import { createFullness, type Fullness } from '../../../src-main/core/store/fullness.ts'
import { temporaryFolder } from '../../support/receiving-desk.ts'

const bytes = 3 * 1024 * 1024 + 5
let folder: ReturnType<typeof temporaryFolder>
let file: string
let db: DatabaseSync
let fullness: Fullness
let told: boolean[]

beforeEach(() => {
  folder = temporaryFolder()
  file = join(folder.path, 'desk.db')
  db = new DatabaseSync(file)
  told = []
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  const ballast = createBallast(`${file}.ballast`, bytes)
  fullness = createFullness({ db, file, ballast, changed: (isFull) => told.push(isFull) })
})
afterEach(async () => {
  await fullness.close()
  vi.useRealTimers()
  db.close()
  folder.remove()
})

const ballastSize = () => statSync(`${file}.ballast`, { throwIfNoEntry: false })?.size
/** As SQLite does when the disk is full. */
const fail = () => {
  throw Object.assign(new Error('database or disk is full'), { errcode: 13 })
}
const isThere = async () => {
  while (ballastSize() !== bytes) await new Promise((resolve) => setImmediate(resolve))
}

describe('a disk with a ballast', () => {
  beforeEach(async () => {
    expect(existsSync(`${file}.ballast`)).toBe(false)
    vi.advanceTimersByTime(2000)
    await isThere()
  })

  it('gives it back when full, and refuses events without trying until there is room', () => {
    expect(() => fullness.guard(fail)).toThrow('full')
    expect(ballastSize()).toBeUndefined()
    expect(told).toEqual([true])
    const commit = vi.fn()
    expect(() => fullness.guard(commit)).toThrow('full')
    expect(commit).not.toHaveBeenCalled()
  })

  it('takes events again and makes the ballast anew, by itself', async () => {
    expect(() => fullness.guard(fail)).toThrow()
    vi.advanceTimersByTime(1000)
    expect(told).toEqual([true, false])
    expect(fullness.guard(() => 'stored')).toBe('stored')
    await isThere()
  })

  it('is not said to be full for another failure', () => {
    const broken = new Error('broken')
    const run = () =>
      fullness.guard(() => {
        throw broken
      })
    expect(run).toThrow(broken)
    expect(fullness.isCause(broken)).toBe(false)
    expect(told).toEqual([])
  })
})

describe('a disk without a ballast', () => {
  it('is tried with every commit', () => {
    expect(() => fullness.guard(fail)).toThrow('full')
    expect(() => fullness.guard(fail)).toThrow('full')
    expect(fullness.guard(() => 'stored')).toBe('stored')
    expect(told).toEqual([true, false])
  })
})
