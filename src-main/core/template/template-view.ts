/** The pictures of a template: what a window gets to see, and what Activity keeps. Pure; the key shows in neither. */
import type { ActivityState } from '../../contract/activity.ts'
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import type { Template, TemplateDraft, TemplateUrls } from '../../contract/templates.ts'
import type { CloudRule } from '../cloud/rules.ts'
import type { CloudTemplate } from '../cloud/templates.ts'
import { maskSecrets } from '../log.ts'
import { entriesOf } from './desk-urls.ts'

/** Security W2: shorter callback keys are warned of. */
const strongKeyLength = 16

/** Groups that can be set on the site but not read back. */
export const unreadableGroups = (site: Site): UrlGroup[] =>
  sites[site].settable.filter((group) => !sites[site].readable.includes(group))

/** The URLs after an edit: groups the draft does not name stay, '' clears, and what the site cannot set is left out. */
export function mergeUrls(site: Site, known: TemplateUrls, draft: TemplateUrls): TemplateUrls {
  const merged = sites[site].settable.map((group) => [group, draft[group] ?? known[group]] as const)
  return Object.fromEntries(merged.filter(([, url]) => url !== undefined))
}

export const withAddress = (urls: TemplateUrls): TemplateUrls =>
  Object.fromEntries(entriesOf(urls).filter(([, url]) => url !== ''))

export function toView(
  site: Site,
  template: CloudTemplate,
  rules: readonly CloudRule[],
  here: UrlGroup[],
  former: UrlGroup[],
): Template {
  return {
    id: template.id,
    name: template.name,
    description: template.description,
    urls: template.urls,
    unreadable: unreadableGroups(site),
    recordExceptionLevels: [...template.recordExceptionLevels],
    hasKey: template.key !== '',
    keyIsWeak: template.key !== '' && template.key.length < strongKeyLength,
    toThisDesk: here,
    toFormerAddress: former,
    usedBy: rules.flatMap(({ domain, app, templateId }) => (templateId === template.id ? [{ domain, app }] : [])),
  }
}

/** What the cloud holds once it has taken a draft. */
export function afterDraft(
  id: number,
  old: CloudTemplate | null,
  draft: TemplateDraft,
  urls: TemplateUrls,
): CloudTemplate {
  const key = { keep: old?.key ?? '', clear: '', set: draft.key.action === 'set' ? draft.key.key : '' }[
    draft.key.action
  ]
  return {
    id,
    name: draft.name,
    description: draft.description,
    urls: withAddress(urls),
    recordExceptionLevels: draft.recordExceptionLevels,
    key,
  }
}

/**
 * What puts a change of a template back, as wishes of a plan: with the addresses in full, without the key. What
 * that cannot bring back of the key is said in `more`.
 */
export function undoTemplate(
  { id, name }: { id: number; name: string },
  before: CloudTemplate | null,
  more: { key?: 'lost' | 'stays' },
): object[] {
  if (before === null) return [{ subject: 'template', template: { id }, content: null }]
  const { key: _secret, id: _id, ...content } = before
  // One that is gone must be made again under its name; one that is there may have been renamed.
  const template = more.key === 'lost' || name === before.name ? { id, name: before.name } : { id }
  return [{ subject: 'template', template, content, ...more }]
}

/** Flat, with path tokens masked; the key is only set, changed (against `before`) or none. */
export function toPicture(template: CloudTemplate, before: CloudTemplate | null): ActivityState {
  const isChanged = before !== null && before.key !== '' && before.key !== template.key
  return {
    name: template.name,
    description: template.description,
    ...Object.fromEntries(entriesOf(template.urls).map(([group, url]) => [`url.${group}`, maskSecrets(url)])),
    recordExceptionLevels: template.recordExceptionLevels.join(', '),
    key: template.key === '' ? 'none' : isChanged ? 'changed' : 'set',
  }
}
