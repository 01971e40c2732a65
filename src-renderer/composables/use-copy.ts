import { useI18n } from 'vue-i18n'
import { copyText } from './copy-text.ts'
import { useToast } from './use-toast.ts'

/** Copies, and says so when the browser did not let it. Resolves to whether the text is on the clipboard. */
export function useCopy(): (text: string) => Promise<boolean> {
  const { t } = useI18n()
  const { show } = useToast()
  return async (text) => {
    const isCopied = await copyText(text)
    if (!isCopied) show(t('common.copyFailed'), { tone: 'warning' })
    return isCopied
  }
}
