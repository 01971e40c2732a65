/** The configuration file and drift, from whichever page they are asked for. */
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import { type ConfigCheck, configPartLength, maxConfigBytes, type NewKey } from '../../src-main/contract/config.ts'
import type { Plan } from '../../src-main/contract/plans.ts'
import { client } from '../client/index.ts'
import { exportName, saveFile } from '../composables/save-file.ts'
import { createLoad } from './load.ts'
import { usePlansStore } from './plans.ts'

export const useConfigStore = defineStore('config', () => {
  const plans = usePlansStore()
  const shown = ref<'import' | 'drift' | null>(null)
  const drift = createLoad(() => client.config.drift({}), ['drift', 'templates', 'bindings', 'domains'])
  const driftCount = computed(() => drift.data.value?.items.length ?? 0)

  async function exportAs(format: 'yaml' | 'terraform'): Promise<void> {
    const { text } = await client.config.export({ format })
    const now = new Date()
    if (format === 'yaml') saveFile(exportName('configuration', 'yaml', now), [text], 'application/yaml')
    else saveFile(exportName('configuration', 'tf', now), [text], 'text/plain')
  }

  async function saveSchema(): Promise<void> {
    const { name, text } = await client.config.schema({})
    saveFile(name, [text], 'application/schema+json')
  }

  /** In parts, since a message is small; what is longer than a file may be is not sent further than it takes to say so. */
  async function upload(text: string): Promise<string> {
    const sent = text.slice(0, maxConfigBytes + 1)
    let file: string | null = null
    for (let at = 0; file === null || at < sent.length; at += configPartLength)
      file = (await client.config.upload({ file, part: sent.slice(at, at + configPartLength) })).file
    return file
  }

  const check = (file: string, remove: boolean, keys: Record<string, NewKey>): Promise<ConfigCheck> =>
    client.config.check({ file, remove, keys })

  /** Tags are in no plan: they come with the file once its plan has been applied. */
  function showPlan(plan: Plan, file: string): void {
    shown.value = null
    plans.show(plan)
    const stop = watch([plans.flow.plan, plans.flow.phase], ([current, phase]) => {
      if (phase === 'none' || current?.accountId !== plan.accountId) return stop()
      if (phase !== 'ended') return
      stop()
      void client.config.takeTags({ file })
    })
  }

  async function accept(keys: string[]): Promise<void> {
    await client.config.acceptDrift({ keys })
    await drift.refresh()
  }

  function putBack(keys: string[]): void {
    shown.value = null
    void plans.begin(() => client.config.putBackDrift({ keys }))
  }

  return { shown, drift, driftCount, exportAs, saveSchema, upload, check, showPlan, accept, putBack }
})
