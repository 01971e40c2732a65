/** Callback templates (css-api, section 5); which URLs a site takes and shows is the contract's table. */
import { type Site, sites, type UrlGroup, urlGroups } from '../../contract/sites.ts'
import { ApiError } from '../api-error.ts'
import { type Field, int, listOf, oneOf, onSite, required, text } from '../params.ts'
import type { CallbackTemplate } from '../state.ts'
import { type Action, action, type Cloud } from './define.ts'
import { checkNames, maxTemplates } from './names.ts'

const groups = Object.keys(urlGroups) as UrlGroup[]
/** Read back as null rather than '' when unset. */
const nullable: readonly UrlGroup[] = ['pushException', 'audioAudit']

const urlFields = Object.fromEntries(
  groups.map((group): [string, Field<string, false>] => {
    const [only, ...others] = (Object.keys(sites) as Site[]).filter((site) => sites[site].settable.includes(group))
    const field = text()
    return [urlGroups[group].field, only && others.length === 0 ? onSite(only, field) : field]
  }),
)

const settable = {
  ...urlFields,
  Description: text(),
  CallbackKey: text({ bytes: 255 }),
  RecordExceptionLevels: onSite('cn', listOf(oneOf('error', 'warning', 'info', 'alarm'))),
}

interface Draft {
  readonly TemplateName?: string | undefined
  readonly Description?: string | undefined
  readonly CallbackKey?: string | undefined
  readonly RecordExceptionLevels?: readonly string[] | undefined
}

/** The URLs given, by group; one that the cloud would not accept is refused. */
function readUrls({ addresses }: Cloud, values: Record<string, unknown>): Partial<Record<UrlGroup, string>> {
  const urls: Partial<Record<UrlGroup, string>> = {}
  for (const group of groups) {
    const { field } = urlGroups[group]
    const url = values[field]
    if (typeof url !== 'string') continue
    if (url !== '') {
      const verdict = addresses.judge(url)
      if (verdict === 'malformed') throw new ApiError('InvalidParameter', field)
      if (verdict === 'unsafe') throw new ApiError('InvalidParameter.UrlNotSafe', url)
    }
    urls[group] = url
  }
  return urls
}

const hasUrl = (urls: CallbackTemplate['urls']) => Object.values(urls).some((url) => url !== '')

/** Omitted = unchanged; '' clears (what the cloud does with '' is unconfirmed, but the SDKs transmit it). */
function change(template: CallbackTemplate, urls: CallbackTemplate['urls'], draft: Draft): void {
  template.urls = { ...template.urls, ...urls }
  template.name = draft.TemplateName ?? template.name
  template.description = draft.Description ?? template.description
  template.key = draft.CallbackKey ?? template.key
  template.recordExceptionLevels = draft.RecordExceptionLevels ?? template.recordExceptionLevels
}

function find({ account }: Cloud, templateId: number): CallbackTemplate {
  const template = account.state.callbackTemplates.find(({ id }) => id === templateId)
  if (!template) throw new ApiError('InternalError.ConfNotFound', String(templateId))
  return template
}

const toInfo = (site: Site, template: CallbackTemplate) => ({
  TemplateId: template.id,
  TemplateName: template.name,
  Description: template.description,
  ...Object.fromEntries(
    sites[site].readable.map((group) => [
      urlGroups[group].field,
      template.urls[group] || (nullable.includes(group) ? null : ''),
    ]),
  ),
  ...(sites[site].readable.includes('recordException')
    ? { RecordExceptionLevels: [...template.recordExceptionLevels] }
    : {}),
  StreamMixNotifyUrl: '',
  CallbackKey: template.key,
})

export const callbackTemplateActions: Record<string, Action> = {
  DescribeLiveCallbackTemplates: action({
    tier: 'setUp',
    rate: 500,
    fields: {},
    run: ({ account, site }) => ({ Templates: account.state.callbackTemplates.map((one) => toInfo(site, one)) }),
  }),
  DescribeLiveCallbackTemplate: action({
    tier: 'setUp',
    rate: 500,
    fields: { TemplateId: required(int()) },
    run: (cloud, { TemplateId }) => ({ Template: toInfo(cloud.site, find(cloud, TemplateId)) }),
  }),
  CreateLiveCallbackTemplate: action({
    tier: 'setUp',
    rate: 200,
    fields: { ...settable, TemplateName: required(text()), StreamMixNotifyUrl: text() },
    run: (cloud, values) => {
      checkNames(values)
      const urls = readUrls(cloud, values)
      if (!hasUrl(urls)) throw new ApiError('InvalidParameter', 'NotifyUrl')
      const { state } = cloud.account
      if (state.callbackTemplates.length >= maxTemplates)
        throw new ApiError('InternalError.ConfOutLimit', String(maxTemplates))
      const id = state.nextTemplateId
      // The console's default level is Error (css-api, section 11).
      const template = { id, name: '', description: '', urls: {}, recordExceptionLevels: ['error'], key: '' }
      change(template, urls, values)
      state.nextTemplateId += 1
      state.callbackTemplates.push(template)
      cloud.account.commit()
      return { TemplateId: id }
    },
  }),
  ModifyLiveCallbackTemplate: action({
    tier: 'setUp',
    rate: 200,
    fields: { ...settable, TemplateName: text(), TemplateId: required(int()) },
    run: (cloud, values) => {
      const template = find(cloud, values.TemplateId)
      checkNames(values)
      change(template, readUrls(cloud, values), values)
      cloud.account.commit()
      return {}
    },
  }),
  DeleteLiveCallbackTemplate: action({
    tier: 'setUp',
    rate: 200,
    fields: { TemplateId: required(int()) },
    run: (cloud, { TemplateId }) => {
      find(cloud, TemplateId)
      const { state } = cloud.account
      if (state.callbackRules.some(({ templateId }) => templateId === TemplateId))
        throw new ApiError('FailedOperation.ConfInUsed', String(TemplateId))
      state.callbackTemplates = state.callbackTemplates.filter(({ id }) => id !== TemplateId)
      cloud.account.commit()
      return {}
    },
  }),
}
