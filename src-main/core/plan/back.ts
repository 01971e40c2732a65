/** The wishes that restore what was before items of a plan. Pure. */
import type { PlanItem, PlanTemplate } from '../../contract/plans.ts'
import type { TemplateRef, Wish } from './wish.ts'

export function wishBack(item: PlanItem): Wish | null {
  if (item.subject === 'domain')
    return item.before && { subject: 'domain', domain: item.target.domain, enabled: item.before.enabled }
  if (item.subject === 'rule')
    return {
      subject: 'rule',
      ...item.target,
      template: item.before && refOf(item.before),
      // One that the plan had to make first has no id here.
      ...(item.after?.id === null ? {} : { expected: item.after?.id ?? null }),
    }
  const { target, before, after } = item
  // A name that the plan changed must be found under its id.
  const template = refOf(after === null && before ? { ...target, name: before.name } : target)
  if (before === null) return { subject: 'template', template, content: null }
  const { hasKey, ...content } = before
  return { subject: 'template', template, content, ...(after === null && hasKey ? { key: 'lost' as const } : {}) }
}

export const refOf = ({ id, name }: PlanTemplate): TemplateRef => ({
  ...(id === null ? {} : { id }),
  ...(name === '' ? {} : { name }),
})
