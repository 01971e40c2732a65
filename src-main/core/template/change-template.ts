/**
 * Changes URLs or the key of one template and makes sure of it. An answer that did not come is looked up: the
 * change may have taken effect, and neither a blind second try nor a wrong "failed" may follow from that.
 */
import type { ActivityKind } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import { type Site, sites, type UrlGroup } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { ActiveAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import { type CloudTemplate, modifyTemplate } from '../cloud/templates.ts'
import type { InTurn } from '../in-turn.ts'
import type { RememberedUrlsTable } from '../store/remembered-urls.ts'
import { entriesOf } from './desk-urls.ts'
import type { TemplateReading } from './reading.ts'
import { toPicture, undoTemplate, unreadableGroups, withAddress } from './template-view.ts'

export interface TemplateChange {
  readonly id: number
  readonly kind: Extract<ActivityKind, 'template.moved' | 'template.movedBack' | 'template.keyRotated'>
  /** What is to be different, seen what the cloud holds; called before the cloud is told. */
  make(old: CloudTemplate): { urls?: TemplateUrls; key?: string } | Promise<{ urls?: TemplateUrls; key?: string }>
}

/**
 * Answers with the template as it is now, and whether anything had to be done. Throws `template.notFound`, the
 * cloud's error when nothing was changed, or that of the call when it is not known.
 */
export type ChangeTemplate = (
  account: ActiveAccount,
  change: TemplateChange,
) => Promise<{ template: CloudTemplate; isChanged: boolean }>

/** The cloud did not say whether it made the change, and could not be asked. */
export class UnsureError extends Error {}

export interface ChangeParts {
  readonly reading: TemplateReading
  readonly inTurn: InTurn
  readonly remembered: RememberedUrlsTable
  readonly record: RecordActivity
  readonly changed: () => void
}

export function createTemplateChange(parts: ChangeParts): ChangeTemplate {
  const { reading, inTurn, remembered, record, changed } = parts

  /** Sends everything known, as an edit by hand does (css-api, section 5). */
  async function send(account: ActiveAccount, old: CloudTemplate, next: CloudTemplate): Promise<void> {
    const key = next.key === old.key ? {} : { key: next.key }
    const { name, description, urls, recordExceptionLevels } = next
    try {
      await modifyTemplate(account.cloud, old.id, { name, description, urls, recordExceptionLevels, ...key })
    } catch (error) {
      if (error instanceof AppError && error.code === 'cloud.refused') throw error
      const read = await reading.readAll(account).catch(() => null)
      if (read === null) throw new UnsureError('the cloud did not say', { cause: error })
      const found = read.templates.find(({ id }) => id === old.id)
      // What the cloud does not read back goes with the rest of the change.
      if (!found || !isSame(found, next, sites[account.site].readable)) throw error
    }
  }

  async function apply(account: ActiveAccount, old: CloudTemplate, others: CloudTemplate[], change: TemplateChange) {
    const next = { ...old, ...(await change.make(old)) }
    if (isSame(old, next, sites[account.site].settable)) return { template: old, isChanged: false }
    const target = `${old.name} (${old.id})`
    const entry = { kind: change.kind, target, account: account.id, before: toPicture(old, null) }
    try {
      await send(account, old, next)
      const undo = next.key === old.key ? { undo: undoTemplate(old, old, {}) } : {}
      record({ ...entry, after: toPicture(next, old), ...undo })
      reading.noteDown(() => remembered.replace(account.id, old.id, unreadable(account.site, next.urls)))
      await reading.readAll(account).catch(() => reading.assume(account, others, next))
      return { template: next, isChanged: true }
    } catch (error) {
      record({ ...entry, after: toPicture(next, old), error: error instanceof UnsureError ? error.cause : error })
      throw error
    } finally {
      changed()
    }
  }

  return (account, change) =>
    inTurn(account.id, async () => {
      const { templates } = await reading.readAll(account)
      const old = templates.find(({ id }) => id === change.id)
      if (!old) throw new AppError('template.notFound', { params: { id: change.id } })
      return account.hold(() => apply(account, old, templates, change))
    })
}

const unreadable = (site: Site, urls: TemplateUrls): TemplateUrls =>
  Object.fromEntries(entriesOf(urls).filter(([group]) => unreadableGroups(site).includes(group)))

function isSame(found: CloudTemplate, wanted: CloudTemplate, groups: readonly UrlGroup[]): boolean {
  const [has, wants] = [withAddress(found.urls), withAddress(wanted.urls)]
  return found.key === wanted.key && groups.every((group) => has[group] === wants[group])
}
