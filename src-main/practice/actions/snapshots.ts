/** Snapshot templates and rules (css-api, section 7): what makes screenshots and porn alerts happen. */
import { ApiError } from '../api-error.ts'
import { int, required, text } from '../params.ts'
import type { SnapshotTemplate } from '../state.ts'
import { toBeijing } from '../times.ts'
import { requirePushDomain } from './callback-rules.ts'
import { type Action, action, type Cloud } from './define.ts'
import { checkNames, maxTemplates } from './names.ts'

/** The three COS fields are required for a change as well. */
const fields = (minInterval: number) => ({
  CosAppId: required(int(1)),
  CosBucket: required(text({ bytes: 255 })),
  CosRegion: required(text({ bytes: 255 })),
  Description: text(),
  SnapshotInterval: int(minInterval, 300),
  Width: int(0, 3000),
  Height: int(0, 2000),
  PornFlag: int(0, 1),
  CosPrefix: text({ bytes: 1024 }),
  CosFileName: text({ bytes: 1024 }),
})

interface Draft {
  readonly TemplateName?: string | undefined
  readonly CosAppId: number
  readonly CosBucket: string
  readonly CosRegion: string
  readonly Description?: string | undefined
  readonly SnapshotInterval?: number | undefined
  readonly Width?: number | undefined
  readonly Height?: number | undefined
  readonly PornFlag?: number | undefined
  readonly CosPrefix?: string | undefined
  readonly CosFileName?: string | undefined
}

function change(template: SnapshotTemplate, draft: Draft): SnapshotTemplate {
  checkNames(draft)
  if (draft.CosBucket === '' || draft.CosBucket.endsWith(`-${draft.CosAppId}`))
    throw new ApiError('FailedOperation.CosBucketNotExist', draft.CosBucket)
  return {
    id: template.id,
    name: draft.TemplateName ?? template.name,
    description: draft.Description ?? template.description,
    interval: draft.SnapshotInterval ?? template.interval,
    width: draft.Width ?? template.width,
    height: draft.Height ?? template.height,
    pornFlag: draft.PornFlag ?? template.pornFlag,
    cosAppId: draft.CosAppId,
    cosBucket: draft.CosBucket,
    cosRegion: draft.CosRegion,
    cosPrefix: draft.CosPrefix ?? template.cosPrefix,
    cosFileName: draft.CosFileName ?? template.cosFileName,
  }
}

const newTemplate = (id: number): SnapshotTemplate => ({
  id,
  name: '',
  description: '',
  interval: 10,
  width: 0,
  height: 0,
  pornFlag: 0,
  cosAppId: 0,
  cosBucket: '',
  cosRegion: '',
  cosPrefix: '/{Year}-{Month}-{Day}',
  cosFileName: '{StreamID}-screenshot-{Hour}-{Minute}-{Second}-{Width}x{Height}{Ext}',
})

const toInfo = (template: SnapshotTemplate) => ({
  TemplateId: template.id,
  TemplateName: template.name,
  Description: template.description,
  SnapshotInterval: template.interval,
  Width: template.width,
  Height: template.height,
  PornFlag: template.pornFlag,
  CosAppId: template.cosAppId,
  CosBucket: template.cosBucket,
  CosRegion: template.cosRegion,
  CosPrefix: template.cosPrefix,
  CosFileName: template.cosFileName,
})

function find({ account }: Cloud, templateId: number): SnapshotTemplate {
  const template = account.state.snapshotTemplates.find(({ id }) => id === templateId)
  if (!template) throw new ApiError('FailedOperation.NotFound', String(templateId))
  return template
}

const ruleFields = { DomainName: required(text({ bytes: 255 })), AppName: text(), StreamName: text({ bytes: 1024 }) }

export const snapshotActions: Record<string, Action> = {
  DescribeLiveSnapshotTemplates: action({
    tier: 'setUp',
    rate: 500,
    fields: {},
    run: ({ account }) => ({ Templates: account.state.snapshotTemplates.map(toInfo) }),
  }),
  DescribeLiveSnapshotTemplate: action({
    tier: 'read',
    rate: 500,
    fields: { TemplateId: required(int()) },
    run: (cloud, { TemplateId }) => ({ Template: toInfo(find(cloud, TemplateId)) }),
  }),
  CreateLiveSnapshotTemplate: action({
    tier: 'admin',
    rate: 200,
    fields: { ...fields(2), TemplateName: required(text()) },
    run: ({ account }, values) => {
      const { state } = account
      if (state.snapshotTemplates.length >= maxTemplates)
        throw new ApiError('InternalError.ConfOutLimit', String(maxTemplates))
      const template = change(newTemplate(state.nextTemplateId), values)
      state.nextTemplateId += 1
      state.snapshotTemplates.push(template)
      account.commit()
      return { TemplateId: template.id }
    },
  }),
  ModifyLiveSnapshotTemplate: action({
    tier: 'admin',
    rate: 200,
    fields: { ...fields(5), TemplateId: required(int()), TemplateName: text() },
    run: (cloud, values) => {
      const template = find(cloud, values.TemplateId)
      Object.assign(template, change(template, values))
      cloud.account.commit()
      return {}
    },
  }),
  DeleteLiveSnapshotTemplate: action({
    tier: 'admin',
    rate: 200,
    fields: { TemplateId: required(int()) },
    run: (cloud, { TemplateId }) => {
      find(cloud, TemplateId)
      const { state } = cloud.account
      if (state.snapshotRules.some(({ templateId }) => templateId === TemplateId))
        throw new ApiError('FailedOperation.ConfInUsed', String(TemplateId))
      state.snapshotTemplates = state.snapshotTemplates.filter(({ id }) => id !== TemplateId)
      cloud.account.commit()
      return {}
    },
  }),
  DescribeLiveSnapshotRules: action({
    tier: 'setUp',
    rate: 500,
    fields: {},
    run: ({ account }) => ({
      Rules: account.state.snapshotRules.map((rule) => ({
        CreateTime: toBeijing(rule.createdAt),
        UpdateTime: toBeijing(rule.updatedAt),
        TemplateId: rule.templateId,
        DomainName: rule.domain,
        AppName: rule.app,
        StreamName: rule.stream,
      })),
    }),
  }),
  CreateLiveSnapshotRule: action({
    tier: 'admin',
    rate: 200,
    fields: { ...ruleFields, TemplateId: required(int()) },
    run: (cloud, { DomainName: domain, AppName: app = 'live', StreamName: stream = '', TemplateId: templateId }) => {
      requirePushDomain(cloud, domain)
      const { state } = cloud.account
      if (!state.snapshotTemplates.some(({ id }) => id === templateId))
        throw new ApiError('InvalidParameter.ConfNotFound', String(templateId))
      if (state.snapshotRules.some((rule) => rule.domain === domain && rule.app === app && rule.stream === stream))
        throw new ApiError('FailedOperation.RuleAlreadyExist', `${domain}/${app}/${stream}`)
      state.snapshotRules.push({ domain, app, stream, templateId, createdAt: cloud.now(), updatedAt: cloud.now() })
      cloud.account.commit()
      return {}
    },
  }),
  DeleteLiveSnapshotRule: action({
    tier: 'admin',
    rate: 200,
    fields: ruleFields,
    run: ({ account }, { DomainName, AppName = 'live', StreamName = '' }) => {
      const { state } = account
      const kept = state.snapshotRules.filter(
        ({ domain, app, stream }) => domain !== DomainName || app !== AppName || stream !== StreamName,
      )
      if (kept.length === state.snapshotRules.length)
        throw new ApiError('FailedOperation.NotFound', `${DomainName}/${AppName}/${StreamName}`)
      state.snapshotRules = kept
      account.commit()
      return {}
    },
  }),
}
