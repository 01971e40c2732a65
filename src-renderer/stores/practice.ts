import { defineStore } from 'pinia'
import type { Scenario } from '../../src-main/contract/practice.ts'
import type { Site } from '../../src-main/contract/sites.ts'
import { client } from '../client/index.ts'
import { useAccountStore } from './account.ts'
import { createLoad } from './load.ts'

export const usePracticeStore = defineStore('practice', () => {
  const status = createLoad(() => client.practice.status({}), ['practice'], { perAccount: false })
  const account = useAccountStore()

  async function start(site: Site, timeScale: number): Promise<void> {
    await client.practice.start({ site, timeScale })
    await Promise.all([account.list.refresh(), status.refresh()])
  }

  async function setScenario(scenario: Scenario): Promise<void> {
    status.data.value = await client.practice.setScenario({ scenario })
  }

  async function stop(): Promise<void> {
    await client.practice.stop({})
    await Promise.all([account.list.refresh(), status.refresh()])
  }

  /** As a restarted tunnel does: the templates then point at the former one. */
  const changeAddress = (): Promise<unknown> => client.practice.changeAddress({})

  return { status, start, setScenario, changeAddress, stop }
})
