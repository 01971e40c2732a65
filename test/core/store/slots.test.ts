import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createSlotsTable, type SlotsTable } from '../../../src-main/core/store/slots.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'

let slots: SlotsTable
beforeEach(() => {
  const folder = temporaryFolder()
  const store = openStore(`${folder.path}/desk.db`, { log: quietLog })
  slots = createSlotsTable(store)
  onTestFinished(() => {
    store.close()
    folder.remove()
  })
})

describe('a slot for a template that is not saved yet', () => {
  it('is a new one until so many wait, then the one that has waited longest', () => {
    expect(slots.handOut('acc', 'a', 2, 1)).toBe('a')
    expect(slots.handOut('acc', 'b', 2, 2)).toBe('b')
    expect(slots.handOut('acc', 'c', 2, 3)).toBe('a')
    expect(slots.handOut('acc', 'd', 2, 4)).toBe('b')
    expect([slots.find('c'), slots.find('d')]).toEqual([null, null])
  })

  it('is never one that a template has, nor another account’s', () => {
    slots.handOut('acc', 'a', 1, 1)
    slots.attach({ slot: 'a', accountId: 'acc', templateId: 7 }, 2)
    expect(slots.handOut('acc', 'b', 1, 3)).toBe('b')
    expect(slots.handOut('other', 'c', 1, 4)).toBe('c')
    expect(slots.handOut('acc', 'd', 1, 5)).toBe('b')
  })
})
