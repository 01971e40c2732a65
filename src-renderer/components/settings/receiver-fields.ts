/** The receiver's own field: the port it listens on. */
import { useI18n } from 'vue-i18n'
import { useSavedField } from '../../composables/use-saved-field.ts'
import { useSettingsStore } from '../../stores/settings.ts'

export function useReceiverFields() {
  const { t } = useI18n()
  const settings = useSettingsStore()

  const port = useSavedField(
    () => String(settings.all.data?.receiver.port ?? ''),
    (text) => {
      const value = Number(text.trim())
      const isPort = /^\d{1,5}$/.test(text.trim()) && value <= 65535
      return isPort ? { value } : { problem: t('settings.receiver.portProblem') }
    },
    (value) => settings.change({ receiver: { port: value } }),
  )
  return { port }
}
