/**
 * The template editor's content, apart from how it is drawn. Two things must stay true: what the cloud does
 * not read back and nobody typed is never sent (an empty field would wipe an address set elsewhere), and a
 * template's key is only sent when the person chose to change it.
 */
import { type Site, sites, UrlGroup } from '../../../src-main/contract/sites.ts'
import { checkTemplate, type TemplateIssue } from '../../../src-main/contract/template-rules.ts'
import {
  recordExceptionLevels,
  type Template,
  type TemplateDraft,
  type TemplateUrls,
} from '../../../src-main/contract/templates.ts'
import { makeCallbackKey } from './callback-key.ts'

export interface TemplateForm {
  name: string
  description: string
  urls: Record<UrlGroup, string>
  levels: string[]
  keyAction: TemplateDraft['key']['action']
  key: string
}

/** What the editor was opened with: nothing, a template to change, or one to copy. */
export type FormSource =
  | { readonly mode: 'create' }
  | { readonly mode: 'edit'; readonly template: Template }
  | { readonly mode: 'duplicate'; readonly template: Template; readonly name: string }

const emptyUrls = (): Record<UrlGroup, string> =>
  Object.fromEntries(UrlGroup.options.map((group) => [group, ''])) as Record<UrlGroup, string>

/** A new template starts with a good key: without one, nothing that arrives can be told from a forgery. */
export function openForm(source: FormSource): TemplateForm {
  if (source.mode === 'create')
    return { name: '', description: '', urls: emptyUrls(), levels: ['error'], keyAction: 'set', key: makeCallbackKey() }
  const { template } = source
  const copied = {
    description: template.description,
    urls: { ...emptyUrls(), ...template.urls },
    levels: [...template.recordExceptionLevels],
  }
  return source.mode === 'edit'
    ? { ...copied, name: template.name, keyAction: 'keep', key: '' }
    : { ...copied, name: source.name, keyAction: 'set', key: makeCallbackKey() }
}

export type RowKind = 'editable' | 'readOnly'

/** One row per group the site's API can set; one it can only read appears, locked, while it holds an address. */
export function editorRows(site: Site, form: TemplateForm): { group: UrlGroup; kind: RowKind }[] {
  const { settable } = sites[site]
  const shown = UrlGroup.options.filter((group) => settable.includes(group) || form.urls[group] !== '')
  return shown.map((group) => ({ group, kind: settable.includes(group) ? 'editable' : 'readOnly' }))
}

/** The cloud would not say what is set there, and this desk has never written it. */
export const isUnknown = (source: FormSource, group: UrlGroup): boolean =>
  source.mode === 'edit' && source.template.unreadable.includes(group) && !source.template.urls[group]

export function toDraft(source: FormSource, form: TemplateForm, site: Site): TemplateDraft {
  const groups = sites[site].settable.filter((group) => form.urls[group] !== '' || !isUnknown(source, group))
  return {
    ...(source.mode === 'edit' ? { id: source.template.id } : {}),
    name: form.name,
    description: form.description,
    urls: Object.fromEntries(groups.map((group) => [group, form.urls[group]])),
    recordExceptionLevels: sites[site].settable.includes('recordException') ? [...form.levels] : [],
    key: form.keyAction === 'set' ? { action: 'set', key: form.key } : { action: form.keyAction },
  }
}

/** The levels on offer: the documented ones, and whatever this template already holds. */
export const levelChoices = (form: TemplateForm): string[] => [...new Set([...recordExceptionLevels, ...form.levels])]

/**
 * Issues of the draft, with those of locked and unknown groups left out: nobody can mend them here. A new
 * template with no key is a choice like clearing one, and is warned of alike.
 */
export function checkForm(source: FormSource, form: TemplateForm, site: Site): TemplateIssue[] {
  const issues = checkTemplate(toDraft(source, form, site), site)
  const hasOther = UrlGroup.options.some((group) => form.urls[group] !== '' || isUnknown(source, group))
  return hasOther ? issues.filter(({ code }) => code !== 'url.none') : issues
}

export const isChanged = (opened: TemplateForm, form: TemplateForm): boolean =>
  JSON.stringify(opened) !== JSON.stringify(form)

/** "name" → "name-2" → "name-3": the first one not taken, within the console's 30 characters. */
export function copyName(name: string, taken: readonly string[]): string {
  const stem = name.replace(/-\d+$/, '')
  for (let n = 2; ; n++) {
    const suffix = `-${n}`
    const candidate = `${[...stem].slice(0, 30 - suffix.length).join('')}${suffix}`
    if (!taken.includes(candidate)) return candidate
  }
}

/** Which fields now hold exactly this desk's address. */
export const holdsDeskUrl = (form: TemplateForm, deskUrls: TemplateUrls, group: UrlGroup): boolean =>
  deskUrls[group] !== undefined && form.urls[group] === deskUrls[group]

/** The groups in which a copy still holds this desk's address of another template: as copied, or as `former` gave it. */
export const ownGroups = (original: Template, form: TemplateForm, former: TemplateUrls): UrlGroup[] =>
  UrlGroup.options.filter((group) => {
    const isCopied = original.toThisDesk.includes(group) && form.urls[group] === original.urls[group]
    return isCopied || holdsDeskUrl(form, former, group)
  })
