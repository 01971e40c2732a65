import { expect, it, onTestFinished } from 'vitest'
import { createAddressBasesTable } from '../../../src-main/core/store/address-bases.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { quietLog, temporaryFolder } from '../../support/receiving-desk.ts'

it('the addresses of a removed account are forgotten at once, except those another one has had', () => {
  const folder = temporaryFolder()
  const store = openStore(`${folder.path}/desk.db`, { log: quietLog })
  onTestFinished(() => {
    store.close()
    folder.remove()
  })
  const bases = createAddressBasesTable(store)
  bases.use('b', 'https://both.example', 50)
  bases.use('a', 'https://a.example', 100)
  bases.use('a', 'https://both.example', 200)
  expect(bases.since(150).sort()).toEqual(['https://a.example', 'https://both.example'])
  bases.removeAccount('a')
  expect(bases.since(0)).toEqual(['https://both.example'])
  expect(bases.since(150)).toEqual([])
})
