/** What is legal in a public address but will not help. */
import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { checkUrl } from '../../../src-main/contract/template-rules.ts'

const words = { 'url.loopback': 'loopback', 'url.private': 'private', 'url.plainHttp': 'plainHttp' } as const

export function useUrlWarning(url: () => string): ComputedRef<string | undefined> {
  const { t } = useI18n()
  return computed(() => {
    const code = checkUrl(url().trim())[0]?.code
    return code && code in words ? t(`settings.receiver.${words[code as keyof typeof words]}`) : undefined
  })
}
