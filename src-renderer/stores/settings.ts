import { defineStore } from 'pinia'
import { watch } from 'vue'
import type { AddressStatus } from '../../src-main/contract/receiver.ts'
import type { Settings, SettingsChange } from '../../src-main/contract/settings.ts'
import { client } from '../client/index.ts'
import { useDeskStore } from './desk.ts'
import { createLoad } from './load.ts'
import { usePrefsStore } from './prefs.ts'

type Look = Partial<Pick<Settings, 'language' | 'theme'>>

export const useSettingsStore = defineStore('settings', () => {
  const all = createLoad(() => client.settings.get({}), ['settings'], { perAccount: false })
  const prefs = usePrefsStore()
  const desk = useDeskStore()

  watch(all.data, (settings) => {
    if (!settings) return
    prefs.language = settings.language
    prefs.theme = settings.theme
  })

  async function change(part: SettingsChange): Promise<void> {
    all.data.value = await client.settings.set(part)
  }

  /** Shown at once. Who may not change the desk's settings has it in this window only. */
  async function setLook(look: Look): Promise<void> {
    Object.assign(prefs, look)
    if (desk.canOperate) await change(look)
  }

  const proveAddress = (): Promise<AddressStatus> => client.receiver.prove({})

  return { all, change, setLook, proveAddress }
})
