/**
 * Every action of the CSS API (version 2018-08-01) that the desk may call, with the facts that decide how
 * it is called: css-api, section 3. The types are the official SDK's for the China site; where the
 * international site has an action the SDK does not know, they are here.
 */
import type * as Live from 'tencentcloud-sdk-nodejs/tencentcloud/services/live/v20180801/live_models'
import type { Site } from '../../contract/sites.ts'

/** Retired on the China site and therefore gone from the SDK (css-api, section 6). */
export interface DescribeLiveForbidStreamListRequest {
  PageNum?: number
  PageSize?: number
  StreamName?: string
}
export interface DescribeLiveForbidStreamListResponse {
  TotalNum?: number
  TotalPage?: number
  PageNum?: number
  PageSize?: number
  ForbidStreamList?: {
    StreamName?: string
    CreateTime?: string
    ExpireTime?: string
    AppName?: string | null
    DomainName?: string | null
  }[]
  RequestId?: string
}

/** Parameters and answer of each action. */
interface ActionTypes {
  DescribeLiveDomains: [Live.DescribeLiveDomainsRequest, Live.DescribeLiveDomainsResponse]
  EnableLiveDomain: [Live.EnableLiveDomainRequest, Live.EnableLiveDomainResponse]
  ForbidLiveDomain: [Live.ForbidLiveDomainRequest, Live.ForbidLiveDomainResponse]
  DescribeLiveCallbackTemplates: [Record<string, never>, Live.DescribeLiveCallbackTemplatesResponse]
  CreateLiveCallbackTemplate: [Live.CreateLiveCallbackTemplateRequest, Live.CreateLiveCallbackTemplateResponse]
  ModifyLiveCallbackTemplate: [Live.ModifyLiveCallbackTemplateRequest, Live.ModifyLiveCallbackTemplateResponse]
  DeleteLiveCallbackTemplate: [Live.DeleteLiveCallbackTemplateRequest, Live.DeleteLiveCallbackTemplateResponse]
  DescribeLiveCallbackRules: [Record<string, never>, Live.DescribeLiveCallbackRulesResponse]
  CreateLiveCallbackRule: [Live.CreateLiveCallbackRuleRequest, Live.CreateLiveCallbackRuleResponse]
  DeleteLiveCallbackRule: [Live.DeleteLiveCallbackRuleRequest, Live.DeleteLiveCallbackRuleResponse]
  DescribeCallbackRecordsList: [Live.DescribeCallbackRecordsListRequest, Live.DescribeCallbackRecordsListResponse]
  DescribeLiveStreamEventList: [Live.DescribeLiveStreamEventListRequest, Live.DescribeLiveStreamEventListResponse]
  DescribeLiveStreamOnlineList: [Live.DescribeLiveStreamOnlineListRequest, Live.DescribeLiveStreamOnlineListResponse]
  DescribeLiveStreamState: [Live.DescribeLiveStreamStateRequest, Live.DescribeLiveStreamStateResponse]
  DropLiveStream: [Live.DropLiveStreamRequest, Live.DropLiveStreamResponse]
  ForbidLiveStream: [Live.ForbidLiveStreamRequest, Live.ForbidLiveStreamResponse]
  ResumeLiveStream: [Live.ResumeLiveStreamRequest, Live.ResumeLiveStreamResponse]
  DescribeLiveForbidStreamList: [DescribeLiveForbidStreamListRequest, DescribeLiveForbidStreamListResponse]
  DescribeLiveSnapshotTemplates: [Record<string, never>, Live.DescribeLiveSnapshotTemplatesResponse]
  DescribeLiveSnapshotTemplate: [Live.DescribeLiveSnapshotTemplateRequest, Live.DescribeLiveSnapshotTemplateResponse]
  ModifyLiveSnapshotTemplate: [Live.ModifyLiveSnapshotTemplateRequest, Live.ModifyLiveSnapshotTemplateResponse]
  DescribeLiveSnapshotRules: [Record<string, never>, Live.DescribeLiveSnapshotRulesResponse]
  CreateLiveSnapshotRule: [Live.CreateLiveSnapshotRuleRequest, Live.CreateLiveSnapshotRuleResponse]
  DeleteLiveSnapshotRule: [Live.DeleteLiveSnapshotRuleRequest, Live.DeleteLiveSnapshotRuleResponse]
}

export type ActionName = keyof ActionTypes
export type Params<A extends ActionName> = ActionTypes[A][0]
export type Answer<A extends ActionName> = ActionTypes[A][1]

export interface ActionFacts {
  /** Requests a second and account the cloud allows. */
  readonly rate: number
  /** It only reads, so that sending it again after an unclear end does no harm. */
  readonly repeatable: boolean
  readonly sites: readonly Site[]
}

const both: readonly Site[] = ['cn', 'intl']
const reads = (rate: number, sites = both): ActionFacts => ({ rate, repeatable: true, sites })
const changes = (rate: number): ActionFacts => ({ rate, repeatable: false, sites: both })

export const actions: Readonly<Record<ActionName, ActionFacts>> = {
  DescribeLiveDomains: reads(200),
  EnableLiveDomain: changes(100),
  ForbidLiveDomain: changes(100),
  DescribeLiveCallbackTemplates: reads(500),
  CreateLiveCallbackTemplate: changes(200),
  ModifyLiveCallbackTemplate: changes(200),
  DeleteLiveCallbackTemplate: changes(200),
  DescribeLiveCallbackRules: reads(500),
  CreateLiveCallbackRule: changes(200),
  DeleteLiveCallbackRule: changes(200),
  DescribeCallbackRecordsList: reads(20, ['cn']),
  DescribeLiveStreamEventList: reads(300),
  DescribeLiveStreamOnlineList: reads(100),
  DescribeLiveStreamState: reads(300),
  DropLiveStream: changes(100),
  ForbidLiveStream: changes(200),
  ResumeLiveStream: changes(100),
  DescribeLiveForbidStreamList: reads(100, ['intl']),
  DescribeLiveSnapshotTemplates: reads(500),
  DescribeLiveSnapshotTemplate: reads(500),
  ModifyLiveSnapshotTemplate: changes(200),
  DescribeLiveSnapshotRules: reads(500),
  CreateLiveSnapshotRule: changes(200),
  DeleteLiveSnapshotRule: changes(200),
}
