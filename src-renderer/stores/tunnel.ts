/** The ways from the internet to this desk, and which one is in use. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { Way } from '../../src-main/contract/tunnel.ts'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

export const useTunnelStore = defineStore('tunnel', () => {
  const all = createLoad(() => client.tunnel.list({}), ['tunnel'], { perAccount: false })
  const active = computed<Way | null>(
    () => all.data.value?.ways.find(({ id }) => id === all.data.value?.activeId) ?? null,
  )

  /** The address of the way in use; null uses none. */
  async function setOwnUrl(url: string | null): Promise<void> {
    if (url === null) await client.tunnel.activate({ id: null })
    else
      await client.tunnel.save({
        ...(active.value && { id: active.value.id }),
        name: new URL(url).host,
        config: { kind: 'own', url },
      })
    await all.refresh()
  }

  const ownUrl = computed(() => (active.value?.config.kind === 'own' ? active.value.config.url : null))

  return { all, active, ownUrl, setOwnUrl }
})
