/** What is and was on air (css-api, section 6). */
import { ApiError } from '../api-error.ts'
import type { PastPush } from '../history.ts'
import { day } from '../options.ts'
import { int, required, text, time } from '../params.ts'
import { reasonOn } from '../stop-reasons.ts'
import { fromUtc, seconds, toUtc } from '../times.ts'
import { type Action, action, type Cloud, page } from './define.ts'

const name = () => text({ bytes: 1024 })
/** Two months back, spans of one month at most; only the first 10,000 records are reachable. */
const historyDays = 61
const spanDays = 31
const reachable = 10_000

function checkSpan({ now }: Cloud, start: number, end: number): void {
  if (start < now() - historyDays * day) throw new ApiError('InvalidParameterValue', 'StartTime')
  if (end < start || end - start > spanDays * day) throw new ApiError('InvalidParameterValue', 'EndTime')
}

/** Private addresses of streamers read as "-". */
const clientIp = (ip: string) => (/^(10\.|127\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(ip) ? '-' : ip)

const toInfo = ({ site }: Cloud, push: PastPush) => ({
  AppName: push.app,
  DomainName: push.domain,
  StreamName: push.stream,
  StreamStartTime: toUtc(push.startedAt),
  StreamEndTime: toUtc(push.endedAt),
  StopReason: reasonOn(site, push.reason),
  Duration: seconds(push.endedAt - push.startedAt),
  ClientIp: clientIp(push.userIp),
  Resolution: `${push.width}*${push.height}`,
})

export const streamListActions: Record<string, Action> = {
  DescribeLiveStreamEventList: action({
    tier: 'watch',
    rate: 300,
    fields: {
      StartTime: required(time(fromUtc)),
      EndTime: required(time(fromUtc)),
      AppName: name(),
      DomainName: name(),
      StreamName: name(),
      PageNum: int(1),
      PageSize: int(1, 100),
      IsFilter: int(0, 1),
      IsStrict: int(0, 1),
      IsAsc: int(0, 1),
    },
    run: (cloud, { PageNum = 1, PageSize = 10, StartTime, EndTime, ...filter }) => {
      checkSpan(cloud, StartTime, EndTime)
      // A second of grace: the caller's clock and the rounding to seconds.
      if (EndTime > cloud.now() + 1000) throw new ApiError('InvalidParameterValue', 'EndTime')
      const { StreamName = '', AppName, DomainName, IsFilter, IsStrict, IsAsc } = filter
      const isNamed = (stream: string) => (IsStrict === 1 ? stream === StreamName : stream.includes(StreamName))
      const matches = cloud.history
        .all()
        .filter(
          (push) =>
            push.endedAt >= StartTime &&
            push.endedAt <= EndTime + 999 &&
            (AppName || push.app) === push.app &&
            (DomainName || push.domain) === push.domain &&
            isNamed(push.stream) &&
            !(IsFilter === 1 && push.refused),
        )
        .sort((a, b) => (IsAsc === 1 ? a.endedAt - b.endedAt : b.endedAt - a.endedAt))
      const { items, paging } = page(matches.slice(0, reachable), { PageNum, PageSize })
      return { ...paging, EventList: items.map((push) => toInfo(cloud, push)) }
    },
  }),
  DescribeLiveStreamPublishedList: action({
    tier: 'watch',
    rate: 300,
    fields: {
      DomainName: required(name()),
      StartTime: required(time(fromUtc)),
      EndTime: required(time(fromUtc)),
      AppName: name(),
      StreamName: name(),
      PageNum: int(1),
      PageSize: int(10, 100),
    },
    run: (cloud, { PageNum = 1, PageSize = 10, StartTime, EndTime, DomainName, AppName, StreamName = '' }) => {
      checkSpan(cloud, StartTime, EndTime)
      const matches = cloud.history
        .all()
        .filter(
          (push) =>
            !push.refused &&
            push.domain === DomainName &&
            push.startedAt >= StartTime &&
            push.startedAt <= EndTime + 999 &&
            (AppName || push.app) === push.app &&
            push.stream.includes(StreamName),
        )
      const { items, paging } = page(matches, { PageNum, PageSize })
      return { ...paging, PublishInfo: items.map((push) => toInfo(cloud, push)) }
    },
  }),
  DescribeLiveStreamOnlineList: action({
    tier: 'watch',
    rate: 100,
    fields: {
      DomainName: name(),
      AppName: name(),
      StreamName: name(),
      PageNum: int(1),
      PageSize: int(10, { cn: 300_000, intl: 100 }),
    },
    run: ({ streams, site }, { PageNum = 1, PageSize = 10, DomainName, AppName, StreamName }) => {
      const matches = streams
        .onAir()
        .filter(
          ({ domain, app, stream }) =>
            (DomainName || domain) === domain && (AppName || app) === app && (StreamName || stream) === stream,
        )
      const { items, paging } = page(matches, { PageNum, PageSize })
      return {
        ...paging,
        OnlineInfo: items.map(({ stream, app, domain, startedAt }) => ({
          StreamName: stream,
          PublishTimeList: [{ PublishTime: toUtc(startedAt) }],
          AppName: app,
          DomainName: domain,
          ...(site === 'cn' ? { PushToDelay: 0 } : {}),
        })),
      }
    },
  }),
}
