/** A plan and its end in words, for the table, its details and the clipboard. */
import { useI18n } from 'vue-i18n'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { Plan, PlanItem, PlanItemProgress, PlanStep, PlanTemplate } from '../../../src-main/contract/plans.ts'
import { useErrorText } from '../../composables/use-error-text.ts'

export function usePlanWords() {
  const { t } = useI18n()
  const errorText = useErrorText()

  const templateName = (template: PlanTemplate | null): string => {
    if (template === null) return t('plans.none')
    return template.id === null
      ? t('plans.templateNew', { name: template.name })
      : t('plans.template', { name: template.name, id: template.id })
  }

  /** What the item is about within its group. */
  const subject = (item: PlanItem): string => {
    if (item.subject === 'template') return item.target.name || String(item.target.id)
    if (item.subject === 'domain') return t('plans.domainState')
    return item.target.app || t('plans.wholeDomain')
  }

  const sides = (item: PlanItem): { before: string; after: string } => {
    if (item.subject === 'rule') return { before: templateName(item.before), after: templateName(item.after) }
    if (item.subject === 'domain') return { before: enabled(item.before), after: enabled(item.after) }
    return { before: item.before?.name ?? t('plans.none'), after: item.after?.name ?? t('plans.none') }
  }

  const enabled = (side: { enabled: boolean } | null): string => {
    if (side === null) return t('plans.none')
    return t(side.enabled ? 'plans.enabled' : 'plans.disabled')
  }

  const stepName = ({ action, template }: PlanStep): string =>
    t(`plans.steps.${action}`, { template: template ? templateName(template) : '' })

  /** What there is to know about it, shortest first; the reason of a failure comes before what was known ahead. */
  const remarks = (item: PlanItem, progress: PlanItemProgress | null): string[] => [
    ...(progress?.error ? [errorText(AppError.fromShape(progress.error)).what] : []),
    ...(item.conflict ? [t(`plans.conflicts.${item.conflict}`)] : []),
    ...item.warnings.map((warning) => t(`plans.warnings.${warning}`)),
  ]

  const ofItem = (item: PlanItem): string => {
    const { before, after } = sides(item)
    const place = item.subject === 'template' ? t('plans.templatesGroup') : item.target.domain
    return `${place}\t${subject(item)}\t${before} → ${after}`
  }

  /** A line an item, tabs between, as spreadsheets and tickets take it. */
  const asText = (plan: Plan, progress: ReadonlyMap<string, PlanItemProgress>): string =>
    plan.items
      .map((item) => {
        const own = progress.get(item.key) ?? null
        const isIdle = item.change === 'unchanged' || item.change === 'conflict'
        const state = own && !isIdle ? t(`plans.state.${own.state}`) : t(`plans.change.${item.change}`)
        const reason = own?.error ? AppError.fromShape(own.error) : null
        const code = reason ? [reason.details.apiCode ?? reason.code, reason.details.requestId ?? ''].join(' ') : ''
        return [ofItem(item), state, remarks(item, own)[0] ?? '', code].join('\t').trimEnd()
      })
      .join('\n')

  return { templateName, subject, sides, stepName, remarks, asText }
}
