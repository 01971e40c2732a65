/**
 * Reads the templates of an account, and notes down on the way what only this desk keeps of them: the callback
 * keys (for the receiver), the slots their URLs hold, and the URLs the cloud does not read back.
 */
import type { ActiveAccount } from '../active-account.ts'
import { type CloudRule, listRules } from '../cloud/rules.ts'
import { type CloudTemplate, listTemplates } from '../cloud/templates.ts'
import type { Log } from '../log.ts'
import type { RememberedUrlsTable } from '../store/remembered-urls.ts'
import type { SlotsTable } from '../store/slots.ts'
import { type DeskUrls, entriesOf } from './desk-urls.ts'

export interface Read {
  readonly templates: CloudTemplate[]
  readonly rules: CloudRule[]
}

export interface TemplateReading {
  /** Everything the cloud has, with what this desk remembers. */
  readAll(account: ActiveAccount, signal?: AbortSignal): Promise<Read>
  /** Notes down one that could not be read back. */
  assume(account: ActiveAccount, templates: readonly CloudTemplate[], changed: CloudTemplate): Promise<void>
  /** A full disk must not keep the templates from being listed, nor make a change that was made look failed. */
  noteDown(write: () => void): void
}

export interface ReadingParts {
  readonly slots: SlotsTable
  readonly remembered: RememberedUrlsTable
  readonly deskUrls: DeskUrls
  /** The keys of an account; `timeScale` is how much faster its (practice) cloud runs. */
  readonly learnKeys: (accountId: string, keys: ReadonlyMap<number, string>, timeScale: number) => Promise<void>
  /** Whoever follows the templates of an account; called after each reading. Must not throw. */
  readonly seen: (account: ActiveAccount, read: Read) => void
  readonly log: Log
  readonly now: () => number
}

export function createReading(parts: ReadingParts): TemplateReading {
  const { slots, remembered, deskUrls, log, now } = parts

  function attachSlots(account: ActiveAccount, template: CloudTemplate): void {
    const found = new Set(entriesOf(template.urls).map(([, url]) => deskUrls.slotOf(url)))
    for (const slot of found) {
      if (slot === null || slots.find(slot)?.templateId != null) continue
      noteDown(() => slots.attach({ slot, accountId: account.id, templateId: template.id }, now()))
    }
  }

  function noteDown(write: () => void): void {
    try {
      write()
    } catch (error) {
      log.warn('what was learnt of a template could not be stored', { error })
    }
  }

  const learn = (account: ActiveAccount, templates: readonly CloudTemplate[]) => {
    const withKey = templates.filter(({ key }) => key !== '')
    return parts.learnKeys(account.id, new Map(withKey.map(({ id, key }) => [id, key])), account.timeScale)
  }

  return {
    async readAll(account, signal) {
      const o = { signal: signal ? AbortSignal.any([signal, account.signal]) : account.signal }
      const [found, rules] = await Promise.all([listTemplates(account.cloud, o), listRules(account.cloud, o)])
      const templates = found.map((template) => ({
        ...template,
        urls: { ...remembered.of(account.id, template.id), ...template.urls },
      }))
      for (const template of templates) attachSlots(account, template)
      await learn(account, templates)
      parts.seen(account, { templates, rules })
      return { templates, rules }
    },
    async assume(account, templates, changed) {
      attachSlots(account, changed)
      await learn(account, [...templates.filter(({ id }) => id !== changed.id), changed])
    },
    noteDown,
  }
}
