/** Streams on air and past, and what can be done to one (css-api, section 6). */
import { sites } from '../../contract/sites.ts'
import type { StreamRef, StreamState } from '../../contract/streams.ts'
import type { Answer } from './actions.ts'
import type { CallOptions, Cloud } from './cloud.ts'
import { readAllPages, readTime, toUtc } from './lists.ts'

export interface OnlineStream extends StreamRef {
  /** When the push began; null when the cloud gave no time. */
  readonly since: number | null
}

/** A push that has ended, or was refused. */
export interface PastPush extends StreamRef {
  readonly startedAt: number | null
  readonly endedAt: number | null
  /** The cloud's own words, in Chinese on the China site. */
  readonly stopReason: string
  /** '-' for private addresses. */
  readonly clientIp: string
  readonly resolution: string
}

export interface CloudBan {
  readonly stream: string
  /** null when the cloud names none. */
  readonly domain: string | null
  readonly app: string | null
  readonly createdAt: number | null
  readonly expiresAt: number | null
}

const params = ({ domain, app, stream }: StreamRef) => ({ DomainName: domain, AppName: app, StreamName: stream })

/**
 * Everything on air, or only what has exactly this name, domain, app. A whole list is asked for in pages as
 * large as the site takes and about once a minute at most, as the documents advise.
 */
export async function listOnline(
  cloud: Cloud,
  { domain, app, stream }: Partial<StreamRef> = {},
  o: CallOptions = {},
): Promise<OnlineStream[]> {
  const PageSize = sites[cloud.site].onlinePageSize
  const filter = {
    ...(domain === undefined ? {} : { DomainName: domain }),
    ...(app === undefined ? {} : { AppName: app }),
    ...(stream === undefined ? {} : { StreamName: stream }),
  }
  const rows = await readAllPages(PageSize, async (PageNum) => {
    const answer = await cloud.call('DescribeLiveStreamOnlineList', { PageNum, PageSize, ...filter }, o)
    return { rows: answer.OnlineInfo, total: answer.TotalNum }
  })
  const named = rows.flatMap((row) => {
    if (!row.StreamName || !row.DomainName) return []
    const ref = { domain: row.DomainName, app: row.AppName ?? '', stream: row.StreamName }
    return [[JSON.stringify(ref), { ...ref, since: latestTime(row.PublishTimeList) }] as const]
  })
  // Once each, even if the list moved between two pages.
  return [...new Map(named).values()]
}

function latestTime(list: { PublishTime?: string }[] | null | undefined): number | null {
  const times = (list ?? []).flatMap(({ PublishTime }) => readTime(PublishTime) ?? [])
  return times.length > 0 ? Math.max(...times) : null
}

const states: readonly string[] = ['active', 'inactive', 'forbid'] satisfies StreamState[]

export async function readStreamState(cloud: Cloud, ref: StreamRef, o: CallOptions = {}): Promise<StreamState> {
  const { StreamState: state = '' } = await cloud.call('DescribeLiveStreamState', params(ref), o)
  return states.includes(state) ? (state as StreamState) : 'unknown'
}

/** Succeeds even when nothing is pushed; the streamer may push again at once. */
export async function dropStream(cloud: Cloud, ref: StreamRef): Promise<void> {
  await cloud.call('DropLiveStream', params(ref))
}

/** Works on the stream's name, whatever the domain. `until` at most 90 days ahead. */
export async function forbidStream(
  cloud: Cloud,
  ref: StreamRef,
  { until, reason }: { until: number; reason: string },
): Promise<void> {
  const more = { ResumeTime: toUtc(until), ...(reason === '' ? {} : { Reason: reason }) }
  await cloud.call('ForbidLiveStream', { ...params(ref), ...more })
}

export async function resumeStream(cloud: Cloud, ref: StreamRef): Promise<void> {
  await cloud.call('ResumeLiveStream', params(ref))
}

/** Only where the site has the list: `sites[…].forbidList`. */
export async function listForbidden(cloud: Cloud, stream?: string, o: CallOptions = {}): Promise<CloudBan[]> {
  const PageSize = 100
  const rows = await readAllPages(PageSize, async (PageNum) => {
    const filter = stream === undefined ? {} : { StreamName: stream }
    const answer = await cloud.call('DescribeLiveForbidStreamList', { PageNum, PageSize, ...filter }, o)
    return { rows: answer.ForbidStreamList, total: answer.TotalNum }
  })
  return rows.flatMap((row) =>
    row.StreamName
      ? [
          {
            stream: row.StreamName,
            domain: row.DomainName || null,
            app: row.AppName ?? null,
            createdAt: readTime(row.CreateTime),
            expiresAt: readTime(row.ExpireTime),
          },
        ]
      : [],
  )
}

export interface PushQuestion extends Partial<StreamRef> {
  /** At most a month apart and two months back. */
  readonly from: number
  readonly to: number
  /** Refused pushes as well. */
  readonly withRefused: boolean
}

const pushPageSize = 100

/** Pushes that ended in this time, newest first; `isComplete` is false when `most` was reached before the end. */
export async function listPushes(
  cloud: Cloud,
  { domain, app, stream, from, to, withRefused }: PushQuestion,
  most: number,
  o: CallOptions = {},
): Promise<{ pushes: PastPush[]; isComplete: boolean }> {
  const question = {
    StartTime: toUtc(from),
    EndTime: toUtc(to),
    ...(domain === undefined ? {} : { DomainName: domain }),
    ...(app === undefined ? {} : { AppName: app }),
    ...(stream === undefined ? {} : { StreamName: stream, IsStrict: 1 }),
    ...(withRefused ? {} : { IsFilter: 1 }),
  }
  const pushes: PastPush[] = []
  for (let PageNum = 1; pushes.length < most; PageNum++) {
    const page = { PageNum, PageSize: Math.min(pushPageSize, most) }
    const answer = await cloud.call('DescribeLiveStreamEventList', { ...question, ...page }, o)
    const rows = answer.EventList ?? []
    pushes.push(...rows.flatMap(toPush))
    if (rows.length < page.PageSize || PageNum * page.PageSize >= (answer.TotalNum ?? Number.POSITIVE_INFINITY))
      return { pushes, isComplete: true }
  }
  return { pushes, isComplete: false }
}

type EventInfo = NonNullable<Answer<'DescribeLiveStreamEventList'>['EventList']>[number]

function toPush(row: EventInfo): PastPush[] {
  if (!row.StreamName || !row.DomainName) return []
  return [
    {
      domain: row.DomainName,
      app: row.AppName ?? '',
      stream: row.StreamName,
      startedAt: readTime(row.StreamStartTime),
      endedAt: readTime(row.StreamEndTime),
      stopReason: row.StopReason ?? '',
      clientIp: row.ClientIp ?? '',
      resolution: row.Resolution ?? '',
    },
  ]
}
