/**
 * Callback rules: which template a push domain, or one app of it, uses (css-api, section 5). A rule is
 * known by (domain, app); the app must be given back exactly as it was read, '' included.
 */
import type { Answer } from './actions.ts'
import type { CallOptions, Cloud } from './cloud.ts'
import { orIfEmpty, readTime } from './lists.ts'

export interface CloudRule {
  readonly domain: string
  /** '' = the whole domain, which is what the console makes. */
  readonly app: string
  readonly templateId: number
  readonly createdAt: number | null
  readonly updatedAt: number | null
}

export async function listRules(cloud: Cloud, o: CallOptions = {}): Promise<CloudRule[]> {
  return readRules(await orIfEmpty(cloud.call('DescribeLiveCallbackRules', {}, o), {}))
}

export function readRules(answer: Answer<'DescribeLiveCallbackRules'>): CloudRule[] {
  return (answer.Rules ?? []).flatMap((row) => {
    if (!row.DomainName || !row.TemplateId) return []
    return [
      {
        domain: row.DomainName,
        app: row.AppName ?? '',
        templateId: row.TemplateId,
        createdAt: readTime(row.CreateTime),
        updatedAt: readTime(row.UpdateTime),
      },
    ]
  })
}

export async function createRule(
  cloud: Cloud,
  rule: Pick<CloudRule, 'domain' | 'app' | 'templateId'>,
  o: CallOptions = {},
): Promise<void> {
  const params = { DomainName: rule.domain, AppName: rule.app, TemplateId: rule.templateId }
  await cloud.call('CreateLiveCallbackRule', params, o)
}

export async function deleteRule(
  cloud: Cloud,
  rule: Pick<CloudRule, 'domain' | 'app'>,
  o: CallOptions = {},
): Promise<void> {
  await cloud.call('DeleteLiveCallbackRule', { DomainName: rule.domain, AppName: rule.app }, o)
}
