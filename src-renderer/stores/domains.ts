import { defineStore } from 'pinia'
import { computed } from 'vue'
import { client } from '../client/index.ts'
import { byDomain } from '../components/domains/domain-tags.ts'
import { createLoad } from './load.ts'

export const useDomainsStore = defineStore('domains', () => {
  const list = createLoad(() => client.domains.list({}), ['domains'])
  const tags = createLoad(() => client.domains.tags({}), ['tags'])
  const tagsByDomain = computed(() => byDomain(tags.data.value?.items ?? []))

  const setEnabled = async (name: string, enabled: boolean): Promise<void> => {
    await client.domains.setEnabled({ name, enabled })
    await list.refresh()
  }

  const changeTags = async (domains: string[], add: string[], remove: string[]): Promise<void> => {
    tags.data.value = await client.domains.changeTags({ domains, add, remove })
  }

  return { list, tags, tagsByDomain, setEnabled, changeTags }
})
