/** What a change of binding needs: the steps in the cloud, and what the person should know first. Pure. */
import type { BindingStep } from '../../contract/bindings.ts'
import type { Domain } from '../../contract/domains.ts'
import { AppError } from '../../contract/errors.ts'
import type { CloudRule } from '../cloud/rules.ts'
import type { CloudTemplate } from '../cloud/templates.ts'

export interface BindingTarget {
  readonly domain: string
  /** '' = the whole domain. */
  readonly app: string
}

export type BindingWarning = 'domainDisabled' | 'appRulesWin' | 'gapWhileRebinding' | 'templateHasNoUrl'

export const boundTo = (rules: readonly CloudRule[], { domain, app }: BindingTarget): number | null =>
  rules.find((rule) => rule.domain === domain && rule.app === app)?.templateId ?? null

/** There is no "modify rule" in the cloud (css-api, section 5): another template means delete, then create. */
export function stepsFor({ domain, app }: BindingTarget, before: number | null, after: number | null): BindingStep[] {
  if (before === after) return []
  return [
    ...(before === null ? [] : [{ action: 'delete' as const, domain, app, templateId: before }]),
    ...(after === null ? [] : [{ action: 'create' as const, domain, app, templateId: after }]),
  ]
}

/** Only push domains carry templates (css-api, section 11). Throws `domain.notFound` or `binding.playDomain`. */
export function requirePushDomain(domains: readonly Domain[], name: string): Domain {
  const domain = domains.find((each) => each.name === name)
  if (!domain) throw new AppError('domain.notFound', { params: { domain: name } })
  if (domain.kind === 'play') throw new AppError('binding.playDomain', { params: { domain: name } })
  return domain
}

export function requireTemplate(templates: readonly CloudTemplate[], id: number): CloudTemplate {
  const template = templates.find((each) => each.id === id)
  if (!template) throw new AppError('template.notFound', { params: { id } })
  return template
}

export function warningsFor(
  target: BindingTarget,
  before: number | null,
  template: CloudTemplate | null,
  domain: Domain | null,
  rules: readonly CloudRule[],
): BindingWarning[] {
  const hasAppRules = target.app === '' && rules.some((rule) => rule.domain === target.domain && rule.app !== '')
  const isRebinding = before !== null && template !== null && before !== template.id
  return [
    ...(domain && !domain.enabled ? ['domainDisabled' as const] : []),
    ...(hasAppRules ? ['appRulesWin' as const] : []),
    ...(isRebinding ? ['gapWhileRebinding' as const] : []),
    ...(template && Object.keys(template.urls).length === 0 ? ['templateHasNoUrl' as const] : []),
  ]
}
