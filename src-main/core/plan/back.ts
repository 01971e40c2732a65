/** The wishes that restore what was before items of a plan. Pure. */
import type { PlanItem, PlanTemplate } from '../../contract/plans.ts'
import type { TemplateItem } from './items.ts'
import type { TemplateRef, Wish } from './wish.ts'

/** null where there is nothing to restore, and for a lifted ban: to ban is decided anew. */
export function wishBack(item: PlanItem): Wish | null {
  switch (item.subject) {
    case 'domain':
      return item.before && { subject: 'domain', domain: item.target.domain, enabled: item.before.enabled }
    case 'rule':
    case 'snapshots':
      return {
        subject: item.subject,
        ...item.target,
        template: item.before && refOf(item.before),
        // One that the plan had to make first has no id here.
        ...(item.after?.id === null ? {} : { expected: item.after?.id ?? null }),
      }
    case 'template':
      return templateBack(item)
    case 'detection': {
      const { id, name } = item.target
      return item.before && id !== null ? { subject: 'detection', template: { id, name }, ...item.before } : null
    }
    case 'ban':
      return null
  }
}

function templateBack({ target, before, after }: TemplateItem): Wish {
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
