/** Callback templates of the active account. The callback key passes to the keyring and nowhere else. */
import { AppError } from '../../contract/errors.ts'
import { checkTemplate } from '../../contract/template-rules.ts'
import { type Template, type TemplateDraft, type TemplateUrls, templateLimit } from '../../contract/templates.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { CloudRule } from '../cloud/rules.ts'
import type { CloudTemplate } from '../cloud/templates.ts'
import { createTurns } from '../in-turn.ts'
import type { Log } from '../log.ts'
import type { RememberedUrlsTable } from '../store/remembered-urls.ts'
import type { SlotsTable } from '../store/slots.ts'
import { type ChangeTemplate, createTemplateChange } from './change-template.ts'
import { type DeskUrls, entriesOf } from './desk-urls.ts'
import { createReading, type ReadingParts } from './reading.ts'
import { afterDraft, mergeUrls, toPicture, toView, undoTemplate, unreadableGroups } from './template-view.ts'
import { eraseTemplate, writeTemplate } from './write-template.ts'

export interface Templates {
  list(signal: AbortSignal): Promise<{ items: Template[]; limit: number; fetchedAt: number }>
  /** Throws `template.invalid` with the fields, `template.notFound`, `template.limit`, or the cloud's error. */
  save(draft: TemplateDraft, signal: AbortSignal): Promise<Template>
  /** The same for a certain account, as part of a plan. */
  saveFor(account: ActiveAccount, draft: TemplateDraft, planId: string | null, signal: AbortSignal): Promise<Template>
  /** Throws `template.bound` while in use, unless `unbind`. */
  remove(id: number, unbind: boolean, signal: AbortSignal): Promise<void>
  removeFor(account: ActiveAccount, id: number, planId: string | null, signal: AbortSignal): Promise<void>
  /** With what this desk remembers of them. */
  readAll(account: ActiveAccount, signal: AbortSignal): Promise<{ templates: CloudTemplate[]; rules: CloudRule[] }>
  deskUrls(templateId: number | undefined): { base: string | null; urls: TemplateUrls }
  /** For what the desk does to a template by itself or step by step: moving it, rotating its key. */
  readonly change: ChangeTemplate
}

export interface TemplatesParts {
  readonly requireAccount: RequireAccount
  readonly slots: SlotsTable
  readonly remembered: RememberedUrlsTable
  readonly deskUrls: DeskUrls
  readonly newSlot: () => string
  readonly learnKeys: ReadingParts['learnKeys']
  readonly seen: ReadingParts['seen']
  /** Removes bindings the way every change of bindings is made. */
  readonly unbind: (rules: readonly CloudRule[], signal: AbortSignal) => Promise<void>
  readonly record: RecordActivity
  readonly changed: () => void
  readonly log: Log
  readonly now: () => number
}

export function createTemplates(parts: TemplatesParts): Templates {
  const { requireAccount, slots, remembered, deskUrls, record, changed, now } = parts
  const inTurn = createTurns()
  const reading = createReading(parts)
  const { readAll, noteDown } = reading

  const view = (account: ActiveAccount, template: CloudTemplate, rules: readonly CloudRule[]): Template =>
    toView(account.site, template, rules, deskUrls.here(template.urls), deskUrls.former(template.urls))

  async function saveFor(account: ActiveAccount, draft: TemplateDraft, planId: string | null, signal: AbortSignal) {
    refuseInvalid(account, draft)
    return inTurn(account.id, async () => {
      const { templates } = await readAll(account, signal)
      const old = draft.id === undefined ? null : requireTemplate(templates, draft.id)
      if (!old && templates.length >= templateLimit)
        throw new AppError('template.limit', { params: { limit: templateLimit } })
      return account.hold(() => write(account, draft, old, templates, planId))
    })
  }

  async function write(
    account: ActiveAccount,
    draft: TemplateDraft,
    old: CloudTemplate | null,
    others: readonly CloudTemplate[],
    planId: string | null,
  ): Promise<Template> {
    const urls = mergeUrls(account.site, old?.urls ?? {}, draft.urls)
    const entry = {
      kind: old ? ('template.changed' as const) : ('template.created' as const),
      account: account.id,
      before: old && toPicture(old, null),
      after: toPicture(afterDraft(old?.id ?? 0, old, draft, urls), old),
      planId,
    }
    try {
      const id = await writeTemplate(account.cloud, draft, urls, others)
      const undo = undoTemplate({ id, name: draft.name }, old, draft.key.action === 'keep' ? {} : { key: 'stays' })
      record({ ...entry, target: `${draft.name} (${id})`, undo })
      noteDown(() => remembered.replace(account.id, id, pick(urls, unreadableGroups(account.site))))
      return await readBack(account, afterDraft(id, old, draft, urls), others)
    } catch (error) {
      record({ ...entry, target: old ? `${draft.name} (${old.id})` : draft.name, error })
      throw error
    } finally {
      changed()
    }
  }

  /** The change is made: a failure to read it back must not look like a failure to make it. */
  async function readBack(account: ActiveAccount, assumed: CloudTemplate, others: readonly CloudTemplate[]) {
    const { templates, rules } = await readAll(account).catch(() => ({ templates: [], rules: [] }))
    const found = templates.find(({ id }) => id === assumed.id)
    if (found) return view(account, found, rules)
    await reading.assume(account, others, assumed)
    return view(account, assumed, [])
  }

  async function remove(id: number, unbind: boolean, signal: AbortSignal): Promise<void> {
    const account = requireAccount()
    const { templates, rules } = await readAll(account, signal)
    requireTemplate(templates, id)
    const using = rules.filter(({ templateId }) => templateId === id)
    if (using.length > 0 && !unbind)
      throw new AppError('template.bound', {
        params: { count: using.length, domains: [...new Set(using.map(({ domain }) => domain))].join(', ') },
      })
    if (using.length > 0) await parts.unbind(using, signal)
    await removeFor(account, id, null, signal)
  }

  async function removeFor(
    account: ActiveAccount,
    id: number,
    planId: string | null,
    signal: AbortSignal,
  ): Promise<void> {
    const template = requireTemplate((await readAll(account, signal)).templates, id)
    const entry = {
      kind: 'template.removed' as const,
      target: `${template.name} (${id})`,
      account: account.id,
      before: toPicture(template, null),
      planId,
    }
    try {
      await account.hold(() => eraseTemplate(account.cloud, id))
      const ref = { id, name: template.name }
      record({ ...entry, undo: undoTemplate(ref, template, template.key === '' ? {} : { key: 'lost' }) })
      noteDown(() => remembered.replace(account.id, id, {}))
    } catch (error) {
      record({ ...entry, error })
      throw error
    } finally {
      changed()
    }
  }

  /** Who only looks saves nothing: no more addresses wait for a template than an account can have of them. */
  function slotFor(accountId: string, templateId: number | undefined): string {
    const fresh = parts.newSlot()
    if (templateId === undefined) return slots.handOut(accountId, fresh, templateLimit, now())
    const known = slots.ofTemplate(accountId, templateId)
    if (!known) slots.add({ slot: fresh, accountId, templateId }, now())
    return known?.slot ?? fresh
  }

  return {
    async list(signal) {
      const account = requireAccount()
      const { templates, rules } = await readAll(account, signal)
      const items = templates.map((template) => view(account, template, rules))
      return { items, limit: templateLimit, fetchedAt: now() }
    },
    save: (draft, signal) => saveFor(requireAccount(), draft, null, signal),
    saveFor,
    remove,
    removeFor,
    readAll,
    deskUrls(templateId) {
      const { id: accountId, site } = requireAccount()
      return deskUrls.make(() => slotFor(accountId, templateId), site)
    },
    change: createTemplateChange({ reading, inTurn, remembered, record, changed }),
  }
}

function refuseInvalid(account: ActiveAccount, draft: TemplateDraft): void {
  const errors = checkTemplate(draft, account.site).filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  const fields = errors.map(({ field, code }) => ({ path: field, problem: code }))
  throw new AppError('template.invalid', { details: { fields } })
}

function requireTemplate(templates: readonly CloudTemplate[], id: number): CloudTemplate {
  const template = templates.find((each) => each.id === id)
  if (!template) throw new AppError('template.notFound', { params: { id } })
  return template
}

const pick = (urls: TemplateUrls, groups: readonly string[]): TemplateUrls =>
  Object.fromEntries(entriesOf(urls).filter(([group]) => groups.includes(group)))
