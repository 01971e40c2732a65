/** The part of a plan that makes, changes and removes templates, and finds those that rules name. Pure. */
import type { PlanConflict, PlanTemplate, PlanTemplateContent, PlanWarning } from '../../contract/plans.ts'
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import { checkTemplate } from '../../contract/template-rules.ts'
import { type TemplateUrls, templateLimit } from '../../contract/templates.ts'
import type { CloudTemplate } from '../cloud/templates.ts'
import type { RuleItem, TemplateItem } from './items.ts'
import type { CloudPicture } from './picture.ts'
import { type TemplateContent, type TemplateRef, templateKey, type Wish, wishKey } from './wish.ts'

type TemplateWish = Extract<Wish, { subject: 'template' }>

export interface ResolvedTemplate {
  readonly template: PlanTemplate
  readonly conflict: PlanConflict | null
  /** Key of the item that makes it. */
  readonly madeBy: string | null
}

export interface TemplatePlan {
  /** Made, changed, or already as wanted. */
  readonly written: TemplateItem[]
  removedAfter(rules: readonly RuleItem[]): TemplateItem[]
  /** The template a rule names, as it will be. */
  resolve(ref: TemplateRef): ResolvedTemplate
  /** The addresses a known template will have; undefined when the plan does not touch it. */
  urlsAfter(id: number): TemplateUrls | undefined
}

type Found = CloudTemplate | 'ambiguous' | null

function find(templates: readonly CloudTemplate[], { id, name }: TemplateRef): Found {
  const byId = templates.find((each) => each.id === id)
  if (byId) return byId
  const named = name === undefined ? [] : templates.filter((each) => each.name === name)
  return named.length > 1 ? 'ambiguous' : (named[0] ?? null)
}

export function planTemplates(wishes: readonly TemplateWish[], picture: CloudPicture): TemplatePlan {
  let free = templateLimit - picture.templates.length
  const written = new Map<string, TemplateItem>()
  for (const wish of wishes) {
    if (wish.content === null) continue
    const item = planWritten(wish, wish.content, picture, free > 0)
    if (item.change === 'create' && !written.has(item.key)) free--
    written.set(item.key, item)
  }
  const removals = wishes.filter(({ content }) => content === null)

  return {
    written: [...written.values()],
    removedAfter: (rules) => removals.map((wish) => planRemoved(wish, picture, rules)),
    resolve(ref) {
      const found = find(picture.templates, ref)
      if (found === 'ambiguous') return { template: named(ref), conflict: 'templateAmbiguous', madeBy: null }
      if (found) return { template: { id: found.id, name: found.name }, conflict: null, madeBy: null }
      const made = ref.name === undefined ? undefined : written.get(templateKey({ name: ref.name }))
      if (!made) return { template: named(ref), conflict: 'templateGone', madeBy: null }
      return { template: made.target, conflict: made.conflict && 'needsOther', madeBy: made.key }
    },
    urlsAfter: (id) => [...written.values()].find(({ target }) => target.id === id)?.after?.urls,
  }
}

const named = ({ id, name }: TemplateRef): PlanTemplate => ({ id: id ?? null, name: name ?? '' })

function planWritten(
  wish: TemplateWish,
  content: TemplateContent,
  picture: CloudPicture,
  hasRoom: boolean,
): TemplateItem {
  const found = find(picture.templates, wish.template)
  const old = found === 'ambiguous' ? null : found
  const after: PlanTemplateContent = {
    ...content,
    urls: urlsAfter(picture.site, old?.urls ?? {}, content.urls),
    hasKey: wish.key === 'new' || (wish.key !== 'clear' && (old?.key ?? '') !== ''),
  }
  const before = old && contentOf(old)
  const isSame = before !== null && sameContent(picture.site, before, after)
  const conflict = isSame ? null : writeConflict(wish, content, found, picture, hasRoom)
  const change = conflict ? 'conflict' : isSame ? 'unchanged' : old ? 'modify' : 'create'
  const target = old ? { id: old.id, name: content.name } : { id: null, name: content.name }
  const action = change === 'create' ? ('createTemplate' as const) : ('modifyTemplate' as const)
  return {
    subject: 'template',
    key: wishKey(wish),
    target,
    before,
    after,
    change,
    steps: change === 'create' || change === 'modify' ? [{ action, template: target }] : [],
    warnings: isSame ? [] : writeWarnings(wish, content, old === null, picture.site),
    conflict,
    needs: [],
  }
}

function writeConflict(
  { template: { name } }: TemplateWish,
  content: TemplateContent,
  found: Found,
  { site }: CloudPicture,
  hasRoom: boolean,
): PlanConflict | null {
  if (found === 'ambiguous') return 'templateAmbiguous'
  if (found === null && name === undefined) return 'templateGone'
  const issues = checkTemplate({ ...content, key: { action: 'keep' } }, site)
  if (issues.some(({ severity }) => severity === 'error')) return 'templateInvalid'
  return found === null && !hasRoom ? 'templateLimit' : null
}

function writeWarnings(
  { key, template }: TemplateWish,
  { urls }: TemplateContent,
  isNew: boolean,
  site: Site,
): PlanWarning[] {
  const isSettable = (group: string) => sites[site].settable.includes(group as UrlGroup)
  const warnings: [PlanWarning, boolean][] = [
    ['newId', isNew && template.id !== undefined],
    ['keyUnknown', isNew && key === 'lost'],
    ['keyStays', !isNew && key === 'stays'],
    ['urlNotOnSite', Object.entries(urls).some(([group, url]) => url && !isSettable(group))],
  ]
  return warnings.filter(([, applies]) => applies).map(([warning]) => warning)
}

function planRemoved(wish: TemplateWish, picture: CloudPicture, rules: readonly RuleItem[]): TemplateItem {
  const { template } = wish
  const found = find(picture.templates, template)
  const old = found === 'ambiguous' ? null : found
  const released = new Map(rules.map((rule) => [rule.key, rule]))
  const using = picture.rules.filter(({ templateId }) => templateId === old?.id)
  const unbinding = using.map(({ domain, app }) =>
    released.get(wishKey({ subject: 'rule', domain, app, template: null })),
  )
  const isBound = unbinding.some((rule) => !rule || rule.conflict !== null || rule.after?.id === old?.id)
  const conflict = found === 'ambiguous' ? 'templateAmbiguous' : isBound ? 'templateBound' : null
  const target = old ? { id: old.id, name: old.name } : named(template)
  const isReal = old !== null && conflict === null
  return {
    subject: 'template',
    key: wishKey(wish),
    target,
    before: old && contentOf(old),
    after: null,
    change: conflict ? 'conflict' : old ? 'remove' : 'unchanged',
    steps: isReal ? [{ action: 'deleteTemplate', template: target }] : [],
    warnings: [],
    conflict,
    needs: isReal ? unbinding.flatMap((rule) => (rule ? [rule.key] : [])) : [],
  }
}

const contentOf = ({ name, description, urls, recordExceptionLevels, key }: CloudTemplate): PlanTemplateContent => ({
  name,
  description,
  urls,
  recordExceptionLevels: [...recordExceptionLevels],
  hasKey: key !== '',
})

/** What the site's API cannot set stays as it is. */
function urlsAfter(site: Site, before: TemplateUrls, wanted: TemplateUrls): TemplateUrls {
  const isSettable = (group: string) => sites[site].settable.includes(group as UrlGroup)
  const kept = Object.entries(before).filter(([group]) => !isSettable(group))
  const set = Object.entries(wanted).filter(([group, url]) => url && isSettable(group))
  return Object.fromEntries([...kept, ...set])
}

function sameContent(site: Site, a: PlanTemplateContent, b: PlanTemplateContent): boolean {
  const groups = sites[site].settable
  const levels = ({ recordExceptionLevels }: PlanTemplateContent) => [...recordExceptionLevels].sort().join()
  return (
    a.name === b.name &&
    a.description === b.description &&
    a.hasKey === b.hasKey &&
    groups.every((group) => (a.urls[group] ?? '') === (b.urls[group] ?? '')) &&
    // Levels cannot be taken away through the API: none means "leave them".
    (!groups.includes('recordException') || b.recordExceptionLevels.length === 0 || levels(a) === levels(b))
  )
}
