import { useI18n } from 'vue-i18n'
import type { Template } from '../../../src-main/contract/templates.ts'

/** A template as a person knows it: its name with the id; one that is not in the list by its id alone. */
export function useTemplateLabel(): (id: number | null, templates: readonly Pick<Template, 'id' | 'name'>[]) => string {
  const { t } = useI18n()
  return (id, templates) => {
    if (id === null) return t('domains.template.none')
    const name = templates.find((template) => template.id === id)?.name
    return name ? t('domains.template.named', { name, id }) : t('domains.template.gone', { id })
  }
}
