/** Callback rules and the delivery log (css-api, section 5). */
import { ApiError } from '../api-error.ts'
import { day } from '../options.ts'
import { int, required, text, time } from '../params.ts'
import { fromBeijing, fromUtc, toBeijing, toUtc } from '../times.ts'
import { type Action, action, type Cloud, page } from './define.ts'

/** '' = the whole domain, as the console's bindings read (that the API takes it too is unconfirmed). */
const isApp = (app: string) => /^[A-Za-z0-9_.-]{0,255}$/.test(app)

export function requirePushDomain({ account }: Cloud, name: string): void {
  const domain = account.domain(name)
  if (!domain) throw new ApiError('InvalidParameterValue', `DomainName ${name}`)
  if (domain.type !== 0) throw new ApiError('InvalidParameter', `DomainName ${name}`)
}

/** Text in the two formats a request may use; which one it used decides the answer's format. */
const either = (value: string): number | null => fromUtc(value) ?? fromBeijing(value)
const logDays = 14

export const callbackRuleActions: Record<string, Action> = {
  DescribeLiveCallbackRules: action({
    tier: 'setUp',
    rate: 500,
    fields: {},
    run: ({ account }) => ({
      Rules: account.state.callbackRules.map((rule) => ({
        CreateTime: toBeijing(rule.createdAt),
        UpdateTime: toBeijing(rule.updatedAt),
        TemplateId: rule.templateId,
        DomainName: rule.domain,
        AppName: rule.app,
      })),
    }),
  }),
  CreateLiveCallbackRule: action({
    tier: 'setUp',
    rate: 200,
    fields: { DomainName: required(text({ bytes: 255 })), AppName: required(text()), TemplateId: required(int()) },
    run: (cloud, { DomainName: domain, AppName: app, TemplateId: templateId }) => {
      requirePushDomain(cloud, domain)
      if (!isApp(app)) throw new ApiError('InvalidParameterValue', 'AppName')
      const { state } = cloud.account
      if (!state.callbackTemplates.some(({ id }) => id === templateId))
        throw new ApiError('InvalidParameter.ConfNotFound', String(templateId))
      // Unconfirmed: the documents list no code for a pair that is already bound, and the real cloud might
      // overwrite it. Refusing is the stricter reading, and this the code of the family that fits.
      if (state.callbackRules.some((rule) => rule.domain === domain && rule.app === app))
        throw new ApiError('InternalError.RuleAlreadyExist', `${domain}/${app}`)
      state.callbackRules.push({ domain, app, templateId, createdAt: cloud.now(), updatedAt: cloud.now() })
      cloud.account.commit()
      return {}
    },
  }),
  DeleteLiveCallbackRule: action({
    tier: 'setUp',
    rate: 200,
    fields: { DomainName: required(text({ bytes: 255 })), AppName: required(text()) },
    run: (cloud, { DomainName, AppName }) => {
      const { state } = cloud.account
      const kept = state.callbackRules.filter(({ domain, app }) => domain !== DomainName || app !== AppName)
      if (kept.length === state.callbackRules.length)
        throw new ApiError('FailedOperation.NotFound', `${DomainName}/${AppName}`)
      state.callbackRules = kept
      cloud.account.commit()
      return {}
    },
  }),
  DescribeCallbackRecordsList: action({
    tier: 'watch',
    rate: 20,
    site: 'cn',
    fields: {
      StartTime: required(text({ bytes: 40 })),
      EndTime: required(text({ bytes: 40 })),
      StreamName: required(text({ bytes: 1024 })),
      PageNum: required(int(1)),
      PageSize: required(int(1)),
      EventType: int(),
      ResultCode: int(),
    },
    run: ({ records, now }, { StartTime, EndTime, StreamName, EventType, ResultCode, ...paging }) => {
      const start = time(either).read('StartTime', StartTime, 'cn')
      const end = time(either).read('EndTime', EndTime, 'cn')
      if (end < start || end - start > day) throw new ApiError('InvalidParameterValue', 'EndTime')
      if (start < now() - logDays * day) throw new ApiError('InvalidParameterValue', 'StartTime')
      if (EventType !== undefined && ![0, 1, 100, 200].includes(EventType))
        throw new ApiError('InvalidParameterValue', 'EventType')
      const write = fromUtc(StartTime) === null ? toBeijing : toUtc
      const matches = records
        .all()
        .filter(
          ({ eventAt, stream, type, resultCode }) =>
            stream === StreamName &&
            eventAt >= start &&
            eventAt <= end &&
            (EventType ?? type) === type &&
            (ResultCode === undefined || (ResultCode === 0) === (resultCode === 0)),
        )
      const { items, paging: counts } = page(matches, paging)
      return {
        ...counts,
        DataInfoList: items.map((record) => ({
          EventTime: write(record.eventAt),
          EventType: record.type,
          Request: record.request,
          Response: record.response,
          ResponseTime: write(record.responseAt),
          ResultCode: record.resultCode,
          StreamId: record.stream,
        })),
      }
    },
  }),
}
