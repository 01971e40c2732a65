import { defineStore } from 'pinia'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

export const useDomainsStore = defineStore('domains', () => {
  const list = createLoad(() => client.domains.list({}), ['domains'])

  const setEnabled = async (name: string, enabled: boolean): Promise<void> => {
    await client.domains.setEnabled({ name, enabled })
    await list.refresh()
  }

  return { list, setEnabled }
})
