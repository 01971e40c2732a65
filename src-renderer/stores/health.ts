/** The chain of every push domain. Mending is followed by a new check, so that nobody has to take its word for it. */
import { defineStore } from 'pinia'
import type { HealthFix } from '../../src-main/contract/health.ts'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

export const useHealthStore = defineStore('health', () => {
  const list = createLoad(() => client.health.check({}), ['domains', 'templates', 'bindings'])

  const mend = async (domain: string, kind: HealthFix, choice: number | null): Promise<void> => {
    await client.health.fix({ domain, kind, ...(choice !== null && { choice }) })
  }

  return { list, mend }
})
