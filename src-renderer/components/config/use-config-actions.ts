/** What can be done with the configuration as a file; a failure is said where the person is. */
import { Braces, FileDown, FileUp, GitCompareArrows } from '@lucide/vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { useErrorText } from '../../composables/use-error-text.ts'
import { useToast } from '../../composables/use-toast.ts'
import { useConfigStore } from '../../stores/config.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { toAppError } from '../../stores/load.ts'
import type { MenuItem } from '../menu-item.ts'

export function useConfigActions() {
  const { t } = useI18n()
  const { show } = useToast()
  const errorText = useErrorText()
  const config = useConfigStore()
  const desk = useDeskStore()

  async function attempt(work: () => Promise<void>, done: string | null): Promise<void> {
    const failure = await work().then(() => null, toAppError)
    if (failure) {
      const { what, next } = errorText(failure)
      show(`${what} ${next}`, { tone: 'danger', lastsMs: 15_000 })
    } else if (done !== null) show(done)
  }
  const exportAs = (format: 'yaml' | 'terraform') => void attempt(() => config.exportAs(format), t('config.exported'))

  const operatorItems = (): MenuItem[] => [
    {
      label: t('config.menu.import'),
      icon: FileUp,
      run: () => {
        config.shown = 'import'
      },
    },
  ]

  return computed<MenuItem[]>(() => [
    { label: t('config.menu.export'), note: t('config.menu.exportNote'), icon: FileDown, run: () => exportAs('yaml') },
    {
      label: t('config.menu.terraform'),
      note: t('config.menu.terraformNote'),
      icon: FileDown,
      run: () => exportAs('terraform'),
    },
    { label: t('config.menu.schema'), icon: Braces, run: () => void attempt(config.saveSchema, null) },
    ...(desk.canOperate ? operatorItems() : []),
    {
      label: t('config.menu.drift'),
      ...(config.driftCount > 0 ? { note: t('config.menu.driftCount', { count: config.driftCount }) } : {}),
      icon: GitCompareArrows,
      separated: true,
      run: () => {
        config.shown = 'drift'
      },
    },
  ])
}
