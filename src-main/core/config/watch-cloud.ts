/**
 * Looks at what passes between the desk and the cloud: every list of templates, rules and domains that is read,
 * whoever reads it, and every change this desk makes, whoever makes it. Nothing is added to or taken from a call.
 */
import type { Domain } from '../../contract/domains.ts'
import type { ActionName, Answer, Params } from '../cloud/actions.ts'
import type { CallOptions, Cloud } from '../cloud/cloud.ts'
import { readDomains } from '../cloud/domains.ts'
import { type CloudRule, readRules } from '../cloud/rules.ts'
import { type CloudTemplate, readTemplates } from '../cloud/templates.ts'
import type { KnownSubject } from '../store/known-state.ts'

export type Reading =
  | { readonly subject: 'template'; readonly items: CloudTemplate[] }
  | { readonly subject: 'rule'; readonly items: CloudRule[] }
  | { readonly subject: 'domain'; readonly items: Domain[] }

export interface CloudWatcher {
  /** A reading begins; answers what to do with what it finds. */
  reads(subject: KnownSubject): (reading: Reading) => void
  /** This desk begins to change something; answers what to do once that has ended, however it did. */
  changes(subject: KnownSubject, key: string): () => void
}

export const ruleKey = (domain: string, app: string): string => JSON.stringify([domain, app])
/** A template that is being made has no id yet. */
export const newTemplateKey = (name: string): string => `name:${name}`

export function watchCloud(cloud: Cloud, watcher: CloudWatcher): Cloud {
  async function call<A extends ActionName>(action: A, params: Params<A>, o?: CallOptions): Promise<Answer<A>> {
    const subject = lists[action]
    if (subject) {
      const note = watcher.reads(subject)
      const answer = await cloud.call(action, params, o)
      const reading = readList(subject, answer)
      if (reading) note(reading)
      return answer
    }
    const change = changeOf(action, params as Record<string, unknown>)
    if (!change) return cloud.call(action, params, o)
    const ended = watcher.changes(change.subject, change.key)
    try {
      return await cloud.call(action, params, o)
    } finally {
      ended()
    }
  }

  return {
    site: cloud.site,
    call,
    close: () => cloud.close(),
  }
}

const lists: Partial<Record<ActionName, KnownSubject>> = {
  DescribeLiveCallbackTemplates: 'template',
  DescribeLiveCallbackRules: 'rule',
  DescribeLiveDomains: 'domain',
}

/** null for a page that is not all there is: an account has 100 domains at most, which fit one page. */
function readList(subject: KnownSubject, answer: object): Reading | null {
  if (subject === 'template') return { subject, items: readTemplates(answer) }
  if (subject === 'rule') return { subject, items: readRules(answer) }
  const items = readDomains(answer)
  const { AllCount: total } = answer as Answer<'DescribeLiveDomains'>
  return total !== undefined && items.length < total ? null : { subject, items }
}

function changeOf(action: ActionName, params: Record<string, unknown>): { subject: KnownSubject; key: string } | null {
  const { DomainName: domain, AppName: app, TemplateId: id, TemplateName: name } = params
  switch (action) {
    case 'CreateLiveCallbackRule':
    case 'DeleteLiveCallbackRule':
      return { subject: 'rule', key: ruleKey(String(domain), String(app ?? '')) }
    case 'CreateLiveCallbackTemplate':
      return { subject: 'template', key: newTemplateKey(String(name)) }
    case 'ModifyLiveCallbackTemplate':
    case 'DeleteLiveCallbackTemplate':
      return { subject: 'template', key: String(id) }
    case 'EnableLiveDomain':
    case 'ForbidLiveDomain':
      return { subject: 'domain', key: String(domain) }
    default:
      return null
  }
}
