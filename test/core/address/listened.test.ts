import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startListened } from '../../../src-main/core/address/listened.ts'
import { createListenedTable, type ListenedTable } from '../../../src-main/core/store/listened.ts'
import { openStore, type Store } from '../../../src-main/core/store/store.ts'
import { quietLog } from '../../support/receiving-desk.ts'

const beatMs = 30_000
let store: Store
let table: ListenedTable
let at: number
let isListening: boolean

beforeEach(() => {
  store = openStore(':memory:', { log: quietLog })
  table = createListenedTable(store)
  at = 1_000_000
  isListening = true
})
afterEach(() => store.close())

const start = () => startListened({ table, isListening: () => isListening, log: quietLog, now: () => at, beatMs })
const spans = () => table.within(0, 1e12)

describe('the record of listening', () => {
  it('goes without a note while the disk takes none, and begins a new one afterwards', () => {
    const listened = start()
    listened.beat()
    table.extend = () => {
      throw new Error('database or disk is full')
    }
    at += beatMs
    expect(() => listened.beat()).not.toThrow()
    expect(() => listened.close()).not.toThrow()
  })

  it('is one span while it lasts, up to the moment of closing', () => {
    const listened = start()
    listened.beat()
    at += beatMs
    listened.beat()
    at += 5000
    listened.close()
    expect(spans()).toEqual([{ from: 1_000_000, to: 1_035_000 }])
    expect(table.since()).toBe(1_000_000)
  })

  it('begins a new span after time in which nobody listened', () => {
    const listened = start()
    listened.beat()
    isListening = false
    at += beatMs
    listened.beat()
    isListening = true
    at += beatMs
    listened.beat()
    expect(spans()).toEqual([
      { from: 1_000_000, to: 1_000_000 },
      { from: 1_060_000, to: 1_060_000 },
    ])
    listened.close()
  })

  it('does not claim the time a machine slept, nor time that the clock went back', () => {
    const listened = start()
    listened.beat()
    at += 10 * beatMs
    listened.beat()
    at -= 20 * beatMs
    listened.beat()
    expect(spans()).toHaveLength(3)
    listened.close()
  })

  it('knows nothing before its first beat', () => {
    expect(table.since()).toBeNull()
    expect(table.within(0, 1e12)).toEqual([])
  })
})
