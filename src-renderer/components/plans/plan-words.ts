/** A plan and its end in words, for the table, its details and the clipboard. */
import { useI18n } from 'vue-i18n'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { Plan, PlanItem, PlanItemProgress, PlanStep, PlanTemplate } from '../../../src-main/contract/plans.ts'
import { useErrorText } from '../../composables/use-error-text.ts'
import { groupOf } from './plan-rows.ts'

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
    switch (item.subject) {
      case 'template':
        return item.target.name || String(item.target.id)
      case 'domain':
        return t('plans.domainState')
      case 'rule':
        return item.target.app || t('plans.wholeDomain')
      case 'snapshots':
        return t('plans.snapshotsOf', { app: item.target.app })
      case 'detection':
        return t('plans.detectionOf', { template: templateName(item.target) })
      case 'ban':
        return t('plans.banOf', { stream: item.target.stream })
    }
  }

  /** The group it stands in. */
  const place = (item: PlanItem): string => groupOf(item) ?? t('plans.templatesGroup')

  const sides = (item: PlanItem): { before: string; after: string } => {
    switch (item.subject) {
      case 'rule':
      case 'snapshots':
        return { before: templateName(item.before), after: templateName(item.after) }
      case 'domain':
        return { before: enabled(item.before), after: enabled(item.after) }
      case 'template':
        return { before: item.before?.name ?? t('plans.none'), after: item.after?.name ?? t('plans.none') }
      case 'detection':
        return { before: detects(item.before), after: detects(item.after) }
      case 'ban':
        return { before: t(item.before.banned ? 'plans.banned' : 'plans.notBanned'), after: t('plans.notBanned') }
    }
  }

  const enabled = (side: { enabled: boolean } | null): string => {
    if (side === null) return t('plans.none')
    return t(side.enabled ? 'plans.enabled' : 'plans.disabled')
  }

  const detects = (side: { detects: boolean } | null): string =>
    side === null ? t('plans.none') : t(side.detects ? 'common.on' : 'common.off')

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
    return `${place(item)}\t${subject(item)}\t${before} → ${after}`
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

  return { templateName, place, subject, sides, stepName, remarks, asText }
}
