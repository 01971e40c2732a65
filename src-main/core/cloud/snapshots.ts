/** Snapshot templates and rules (css-api, section 7): what makes screenshots, and alerts out of them. */
import type { Answer } from './actions.ts'
import type { CallOptions, Cloud } from './cloud.ts'
import { orIfEmpty } from './lists.ts'

export interface SnapshotTemplate {
  readonly id: number
  readonly name: string
  /** Whether flagged pictures are looked for (PornFlag). */
  readonly detects: boolean
  /** As read. A change must repeat the three of them. */
  readonly cos: { readonly appId: number; readonly bucket: string; readonly region: string }
}

export interface SnapshotRule {
  readonly domain: string
  readonly app: string
  /** '' = every stream. */
  readonly stream: string
  readonly templateId: number
}

/** What a rule made without an app applies to. */
export const defaultApp = 'live'

type TemplateInfo = NonNullable<Answer<'DescribeLiveSnapshotTemplates'>['Templates']>[number]

export async function listSnapshotTemplates(cloud: Cloud, o: CallOptions = {}): Promise<SnapshotTemplate[]> {
  const answer = await orIfEmpty(cloud.call('DescribeLiveSnapshotTemplates', {}, o), {})
  return (answer.Templates ?? []).flatMap((row) => (row.TemplateId ? [toTemplate(row.TemplateId, row)] : []))
}

export async function listSnapshotRules(cloud: Cloud, o: CallOptions = {}): Promise<SnapshotRule[]> {
  const answer = await orIfEmpty(cloud.call('DescribeLiveSnapshotRules', {}, o), { Rules: [] })
  return (answer.Rules ?? []).flatMap((row) =>
    row.DomainName && row.TemplateId
      ? [{ domain: row.DomainName, app: row.AppName ?? '', stream: row.StreamName ?? '', templateId: row.TemplateId }]
      : [],
  )
}

export async function createSnapshotRule(
  cloud: Cloud,
  { domain, app, templateId }: Omit<SnapshotRule, 'stream'>,
  o: CallOptions = {},
): Promise<void> {
  await cloud.call('CreateLiveSnapshotRule', { DomainName: domain, AppName: app, TemplateId: templateId }, o)
}

/** The rule for every stream of the app. */
export async function deleteSnapshotRule(
  cloud: Cloud,
  { domain, app }: Pick<SnapshotRule, 'domain' | 'app'>,
  o: CallOptions = {},
): Promise<void> {
  await cloud.call('DeleteLiveSnapshotRule', { DomainName: domain, AppName: app }, o)
}

/** The bucket is required for every change, so it is sent as it was read. */
export async function setDetection(
  cloud: Cloud,
  { id, cos }: Pick<SnapshotTemplate, 'id' | 'cos'>,
  detects: boolean,
  o: CallOptions = {},
): Promise<void> {
  const { appId: CosAppId, bucket: CosBucket, region: CosRegion } = cos
  const PornFlag = detects ? 1 : 0
  await cloud.call('ModifyLiveSnapshotTemplate', { TemplateId: id, PornFlag, CosAppId, CosBucket, CosRegion }, o)
}

const toTemplate = (id: number, row: TemplateInfo): SnapshotTemplate => ({
  id,
  name: row.TemplateName ?? '',
  detects: row.PornFlag === 1,
  cos: { appId: row.CosAppId ?? 0, bucket: row.CosBucket ?? '', region: row.CosRegion ?? '' },
})
