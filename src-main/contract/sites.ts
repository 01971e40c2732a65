/**
 * The China and the international site, and where they differ (css-api, section 9), as data: code asks
 * this table, never which site it is on.
 */
import { z } from 'zod'

export const Site = z.enum(['cn', 'intl'])
export type Site = z.infer<typeof Site>

/**
 * The callback URLs of a template that the API knows, with the event types each receives and the field's
 * name in the API. Relay (314), live monitor (328) and media processing (338, 343–349) have no field there.
 */
export const urlGroups = {
  streamBegin: { field: 'StreamBeginNotifyUrl', types: [1] },
  streamEnd: { field: 'StreamEndNotifyUrl', types: [0] },
  record: { field: 'RecordNotifyUrl', types: [100] },
  snapshot: { field: 'SnapshotNotifyUrl', types: [200] },
  pornCensorship: { field: 'PornCensorshipNotifyUrl', types: [317] },
  pushException: { field: 'PushExceptionNotifyUrl', types: [321] },
  audioAudit: { field: 'AudioAuditNotifyUrl', types: [315] },
  recordStatus: { field: 'RecordStatusNotifyUrl', types: [332] },
  recordException: { field: 'RecordExceptionNotifyUrl', types: [341] },
} as const
export const UrlGroup = z.enum(Object.keys(urlGroups) as [keyof typeof urlGroups, ...(keyof typeof urlGroups)[]])
export type UrlGroup = z.infer<typeof UrlGroup>

export interface SiteFacts {
  readonly endpoint: string
  readonly console: string
  /** Groups whose URL can be set through this site's API. */
  readonly settable: readonly UrlGroup[]
  /** Groups whose URL can be read back; the rest must be remembered locally. */
  readonly readable: readonly UrlGroup[]
  readonly callbackRecords: boolean
  readonly forbidList: boolean
  /** PageSize of DescribeLiveStreamOnlineList: the largest (100), or enough for one page (up to 300,000 are taken). */
  readonly onlinePageSize: number
}

const common: readonly UrlGroup[] = [
  'streamBegin',
  'streamEnd',
  'record',
  'snapshot',
  'pornCensorship',
  'pushException',
]

export const sites: Record<Site, SiteFacts> = {
  cn: {
    endpoint: 'https://live.tencentcloudapi.com',
    console: 'https://console.cloud.tencent.com/live',
    settable: [...common, 'audioAudit', 'recordStatus', 'recordException'],
    readable: [...common, 'audioAudit', 'recordException'],
    callbackRecords: true,
    forbidList: false,
    onlinePageSize: 20_000,
  },
  intl: {
    endpoint: 'https://live.intl.tencentcloudapi.com',
    console: 'https://console.tencentcloud.com/live',
    settable: common,
    readable: [...common, 'audioAudit'],
    callbackRecords: false,
    forbidList: true,
    onlinePageSize: 100,
  },
}
