/** The receiver's two fields: what may be saved, and what is legal but will not help. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { checkUrl } from '../../../src-main/contract/template-rules.ts'
import { PublicUrl } from '../../../src-main/contract/tunnel.ts'
import { useSavedField } from '../../composables/use-saved-field.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useTunnelStore } from '../../stores/tunnel.ts'

export function useReceiverFields() {
  const { t } = useI18n()
  const settings = useSettingsStore()
  const tunnel = useTunnelStore()
  void tunnel.all.open()

  const port = useSavedField(
    () => String(settings.all.data?.receiver.port ?? ''),
    (text) => {
      const value = Number(text.trim())
      const isPort = /^\d{1,5}$/.test(text.trim()) && value <= 65535
      return isPort ? { value } : { problem: t('settings.receiver.portProblem') }
    },
    (value) => settings.change({ receiver: { port: value } }),
  )

  const publicUrl = useSavedField(
    () => tunnel.ownUrl ?? '',
    (text) => {
      if (text.trim() === '') return { value: null }
      const url = PublicUrl.safeParse(text.trim())
      return url.success ? { value: url.data } : { problem: t('settings.receiver.publicUrlProblem') }
    },
    (value) => tunnel.setOwnUrl(value),
  )

  const publicUrlWarning = computed(() => {
    const warnings = { 'url.loopback': 'loopback', 'url.private': 'private', 'url.plainHttp': 'plainHttp' } as const
    const code = checkUrl(publicUrl.text.value.trim())[0]?.code
    return code && code in warnings ? t(`settings.receiver.${warnings[code as keyof typeof warnings]}`) : undefined
  })

  return { port, publicUrl, publicUrlWarning }
}
