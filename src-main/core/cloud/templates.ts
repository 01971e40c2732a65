/**
 * Callback templates (css-api, section 5). Which URLs a site lets be set is data (contract/sites.ts); here
 * is only how they travel. The callback key is read back in clear: it must not leave the main process.
 */
import { AppError } from '../../contract/errors.ts'
import { type Site, sites, type UrlGroup, urlGroups } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { Answer, Params } from './actions.ts'
import type { CallOptions, Cloud } from './cloud.ts'
import { orIfEmpty } from './lists.ts'

export interface CloudTemplate {
  readonly id: number
  readonly name: string
  readonly description: string
  /** Only groups that have an address. `recordStatus` is not documented to be read back; it is here if it was. */
  readonly urls: TemplateUrls
  readonly recordExceptionLevels: string[]
  /** '' = none. */
  readonly key: string
}

export interface CloudTemplateDraft {
  readonly name: string
  readonly description: string
  /** '' clears an address; a group left out stays as it is. */
  readonly urls: TemplateUrls
  readonly recordExceptionLevels: readonly string[]
  /** '' clears the key; left out it stays as it is. */
  readonly key?: string
}

type TemplateInfo = NonNullable<Answer<'DescribeLiveCallbackTemplates'>['Templates']>[number]
type TemplateFields = Params<'CreateLiveCallbackTemplate'>

const groups = Object.entries(urlGroups) as [UrlGroup, (typeof urlGroups)[UrlGroup]][]

export async function listTemplates(cloud: Cloud, o: CallOptions = {}): Promise<CloudTemplate[]> {
  return readTemplates(await orIfEmpty(cloud.call('DescribeLiveCallbackTemplates', {}, o), {}))
}

export const readTemplates = (answer: Answer<'DescribeLiveCallbackTemplates'>): CloudTemplate[] =>
  (answer.Templates ?? []).flatMap((row) => (row.TemplateId ? [toTemplate(row.TemplateId, row)] : []))

export async function createTemplate(cloud: Cloud, draft: CloudTemplateDraft, o: CallOptions = {}): Promise<number> {
  const fields = Object.entries(toFields(cloud.site, draft)).filter(([, value]) => value !== '')
  const answer = await cloud.call('CreateLiveCallbackTemplate', Object.fromEntries(fields) as TemplateFields, o)
  if (typeof answer.TemplateId === 'number') return answer.TemplateId
  throw new AppError('cloud.notJson', {
    details: {
      action: 'CreateLiveCallbackTemplate',
      message: 'The answer has no TemplateId.',
      ...(answer.RequestId ? { requestId: answer.RequestId } : {}),
    },
  })
}

/** Sends every field that is known, which is right whether or not the cloud keeps fields left out. */
export async function modifyTemplate(
  cloud: Cloud,
  id: number,
  draft: CloudTemplateDraft,
  o: CallOptions = {},
): Promise<void> {
  await cloud.call('ModifyLiveCallbackTemplate', { TemplateId: id, ...toFields(cloud.site, draft) }, o)
}

export async function removeTemplate(cloud: Cloud, id: number, o: CallOptions = {}): Promise<void> {
  await cloud.call('DeleteLiveCallbackTemplate', { TemplateId: id }, o)
}

function toTemplate(id: number, row: TemplateInfo): CloudTemplate {
  const fields: Readonly<Record<string, unknown>> = { ...row }
  const urls = groups.flatMap(([group, { field }]) => {
    const url = fields[field]
    return typeof url === 'string' && url !== '' ? [[group, url]] : []
  })
  return {
    id,
    name: row.TemplateName ?? '',
    description: row.Description ?? '',
    urls: Object.fromEntries(urls),
    recordExceptionLevels: row.RecordExceptionLevels ?? [],
    key: row.CallbackKey ?? '',
  }
}

function toFields(site: Site, draft: CloudTemplateDraft): TemplateFields {
  const settable = sites[site].settable
  const urls = groups.flatMap(([group, { field }]) => {
    const url = draft.urls[group]
    return url !== undefined && settable.includes(group) ? [[field, url]] : []
  })
  const hasLevels = settable.includes('recordException') && draft.recordExceptionLevels.length > 0
  return {
    TemplateName: draft.name,
    Description: draft.description,
    ...Object.fromEntries(urls),
    ...(hasLevels ? { RecordExceptionLevels: [...draft.recordExceptionLevels] } : {}),
    ...(draft.key === undefined ? {} : { CallbackKey: draft.key }),
  }
}
