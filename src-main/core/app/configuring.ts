/** The configuration file and drift, joined with what they read and with the plans that change things. */
import type { TemplateUrls } from '../../contract/templates.ts'
import { type Config, createConfig } from '../config/config.ts'
import type { NewKeys } from '../config/new-keys.ts'
import type { Domains } from '../domain/domains.ts'
import type { Plans } from '../plan/plans.ts'
import type { SlotsTable } from '../store/slots.ts'
import type { DeskUrls } from '../template/desk-urls.ts'
import type { Templates } from '../template/templates.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import { pictureReader } from './planning.ts'

export interface Configurable {
  readonly domains: Domains
  readonly templates: Templates
  readonly plans: Plans
  readonly newKeys: NewKeys
  readonly deskUrls: DeskUrls
  readonly slots: SlotsTable
}

export function createConfiguring(
  ground: Ground,
  { accounts, active, drift }: Identity,
  subjects: Configurable,
): Config {
  const { domains, templates, plans, newKeys } = subjects
  const urlsFor = addressesOfNew(subjects)
  return createConfig({
    requireAccount: active.require,
    accountName: (id) => accounts.get(id).name,
    listTemplates: async (signal) => (await templates.list(signal)).items,
    listDomains: async (signal) => (await domains.list(signal)).items,
    tags: domains.tags,
    changeTags: (domain, add, remove) => void domains.changeTags([domain], add, remove),
    readPicture: pictureReader(templates),
    deskUrls: (account, name, templateId) =>
      templateId === undefined ? urlsFor(account.id, name) : templates.deskUrls(templateId).urls,
    makePlan: plans.make,
    drift,
    newKeys,
    record: ground.activity.record,
    now: ground.now,
  })
}

/** The same addresses for a template each time a file is looked at, until the template is made. */
function addressesOfNew({ templates, deskUrls, slots }: Configurable) {
  const handedOut = new Map<string, TemplateUrls>()
  const isFree = (urls: TemplateUrls) =>
    deskUrls.here(urls).length > 0 &&
    Object.values(urls).every((url) => {
      const slot = deskUrls.slotOf(url)
      return slot !== null && slots.find(slot)?.templateId == null
    })
  return (accountId: string, name: string): TemplateUrls => {
    const id = JSON.stringify([accountId, name])
    const known = handedOut.get(id)
    if (known && isFree(known)) return known
    const { urls } = templates.deskUrls(undefined)
    handedOut.set(id, urls)
    return urls
  }
}
