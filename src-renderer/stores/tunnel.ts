/** The ways from the internet to this desk, and which one is in use. Secrets pass through here only on their way in. */
import { defineStore } from 'pinia'
import { computed } from 'vue'
import type { StreamListener } from '../../src-main/contract/define.ts'
import type { CheckItem, HostKey, Way, WayDraft } from '../../src-main/contract/tunnel.ts'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

export const useTunnelStore = defineStore('tunnel', () => {
  const all = createLoad(() => client.tunnel.list({}), ['tunnel'], { perAccount: false })
  const ways = computed<readonly Way[]>(() => all.data.value?.ways ?? [])
  const activeId = computed(() => all.data.value?.activeId ?? null)

  const then =
    <A extends unknown[], R>(work: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const result = await work(...args)
      await all.refresh()
      return result
    }

  return {
    all,
    ways,
    activeId,
    save: then((draft: WayDraft) => client.tunnel.save(draft)),
    remove: then((id: string) => client.tunnel.remove({ id })),
    activate: then((id: string | null) => client.tunnel.activate({ id })),
    release: then(() => client.tunnel.release({})),
    retry: (id: string) => client.tunnel.retry({ id }),
    trustKey: then((id: string, hostKey: HostKey) => client.tunnel.trustKey({ id, hostKey })),
    /** Answers with a function that cancels it. */
    check: (draft: WayDraft, listener: StreamListener<WayDraft, CheckItem>): (() => void) =>
      client.tunnel.check(draft, listener),
  }
})
