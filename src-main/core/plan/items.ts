/**
 * What has to change so that wishes come true, given what the cloud holds. Pure. There is no "modify rule" in the
 * cloud (css-api, section 5), so that another template on a rule means delete, then create.
 */
import { createHash } from 'node:crypto'
import type { PlanItem, PlanTemplate, PlanWarning } from '../../contract/plans.ts'
import type { CloudRule } from '../cloud/rules.ts'
import { type CloudPicture, domainConflict } from './picture.ts'
import { planBan, planDetection, planSnapshots } from './stream-items.ts'
import { planTemplates, type TemplatePlan } from './template-items.ts'
import { type TemplateRef, type Wish, wishKey } from './wish.ts'

export type RuleItem = Extract<PlanItem, { subject: 'rule' }>
export type TemplateItem = Extract<PlanItem, { subject: 'template' }>
export type DomainItem = Extract<PlanItem, { subject: 'domain' }>
export type SnapshotsItem = Extract<PlanItem, { subject: 'snapshots' }>
export type DetectionItem = Extract<PlanItem, { subject: 'detection' }>
export type BanItem = Extract<PlanItem, { subject: 'ban' }>
type RuleWish = Extract<Wish, { subject: 'rule' }>
type DomainWish = Extract<Wish, { subject: 'domain' }>

/** In the order they are applied. Of two wishes about the same thing the later one counts. */
export function planItems(wishes: readonly Wish[], picture: CloudPicture): PlanItem[] {
  const of = <S extends Wish['subject']>(subject: S) =>
    wishes.filter((wish): wish is Extract<Wish, { subject: S }> => wish.subject === subject)
  const templates = planTemplates(of('template'), picture)
  const rules = unique(of('rule').map((wish) => planRule(wish, picture, templates)))
  const domains = unique(of('domain').map((wish) => planDomain(wish, picture)))
  return [
    ...templates.written,
    ...domains.filter(({ after }) => after.enabled),
    ...rules,
    ...unique(of('detection').map((wish) => planDetection(wish, picture))),
    ...unique(of('snapshots').map((wish) => planSnapshots(wish, picture))),
    ...unique(of('ban').map((wish) => planBan(wish, picture))),
    ...domains.filter(({ after }) => !after.enabled),
    ...templates.removedAfter(rules),
  ]
}

const unique = <T extends { key: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [item.key, item])).values(),
]

/** The same items on the same facts have the same fingerprint. */
export const fingerprint = (items: readonly PlanItem[]): string =>
  createHash('sha256').update(JSON.stringify(items)).digest('base64url')

function planDomain(wish: DomainWish, { domains }: CloudPicture): DomainItem {
  const { domain: name, enabled } = wish
  const found = domains.find((each) => each.name === name)
  const change = !found ? 'conflict' : found.enabled === enabled ? 'unchanged' : enabled ? 'enable' : 'disable'
  const isReal = change === 'enable' || change === 'disable'
  return {
    subject: 'domain',
    key: wishKey(wish),
    target: { domain: name },
    before: found ? { enabled: found.enabled } : null,
    after: { enabled },
    change,
    steps: isReal ? [{ action: enabled ? 'enableDomain' : 'disableDomain', template: null }] : [],
    warnings: change === 'disable' ? ['interruptsStreams'] : [],
    conflict: found ? null : 'domainGone',
    needs: [],
  }
}

export const boundTo = (rules: readonly CloudRule[], domain: string, app: string): number | null =>
  rules.find((rule) => rule.domain === domain && rule.app === app)?.templateId ?? null

function planRule(wish: RuleWish, picture: CloudPicture, templates: TemplatePlan): RuleItem {
  const { domain, app } = wish
  const bound = boundTo(picture.rules, domain, app)
  const before = bound === null ? null : { id: bound, name: nameOf(picture, bound) }
  const wanted = wish.template && templates.resolve(wish.template)
  const after = wanted?.template ?? (wish.template && asNamed(wish.template))
  const conflict = after === null ? null : (domainConflict(picture, domain) ?? wanted?.conflict ?? null)
  const change = conflict ? 'conflict' : changeOf(before, after)
  return {
    subject: 'rule',
    key: wishKey(wish),
    target: { domain, app },
    before,
    after,
    change,
    steps: conflict ? [] : ruleSteps(before, after),
    warnings: change === 'unchanged' ? [] : ruleWarnings(wish, before, after, picture, templates),
    conflict,
    needs: after?.id === null && wanted?.madeBy ? [wanted.madeBy] : [],
  }
}

const nameOf = ({ templates }: CloudPicture, id: number) => templates.find((each) => each.id === id)?.name ?? ''

const asNamed = ({ id, name }: TemplateRef): PlanTemplate => ({ id: id ?? null, name: name ?? '' })

function changeOf(before: PlanTemplate | null, after: PlanTemplate | null): RuleItem['change'] {
  if (before?.id === after?.id) return 'unchanged'
  if (after === null) return 'remove'
  return before === null ? 'create' : 'replace'
}

export function ruleSteps(before: PlanTemplate | null, after: PlanTemplate | null): RuleItem['steps'] {
  if (before?.id === after?.id) return []
  return [
    ...(before ? [{ action: 'deleteRule' as const, template: before }] : []),
    ...(after ? [{ action: 'createRule' as const, template: after }] : []),
  ]
}

function ruleWarnings(
  { domain, app, expected }: RuleWish,
  before: PlanTemplate | null,
  after: PlanTemplate | null,
  { domains, rules, templates: known }: CloudPicture,
  templates: TemplatePlan,
): PlanWarning[] {
  const isDisabled = domains.find(({ name }) => name === domain)?.enabled === false
  const hasAppRules = app === '' && rules.some((rule) => rule.domain === domain && rule.app !== '')
  const urls =
    after?.id == null ? null : (templates.urlsAfter(after.id) ?? known.find(({ id }) => id === after.id)?.urls)
  const warnings: [PlanWarning, boolean][] = [
    ['changedSince', expected !== undefined && (before?.id ?? null) !== expected],
    ['domainDisabled', after !== null && isDisabled],
    ['appRulesWin', after !== null && hasAppRules],
    ['hiddenFromConsole', after !== null && app !== ''],
    ['gapWhileRebinding', before !== null && after !== null],
    ['templateHasNoUrl', urls != null && Object.keys(urls).length === 0],
  ]
  return warnings.filter(([, applies]) => applies).map(([warning]) => warning)
}
