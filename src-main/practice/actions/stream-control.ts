/** Looking at, cutting and banning one stream (css-api, section 6). */
import { ApiError } from '../api-error.ts'
import { day } from '../options.ts'
import { int, required, text, time } from '../params.ts'
import { stopReasons } from '../stop-reasons.ts'
import { fromUtc, toUtc } from '../times.ts'
import { type Action, action, type Cloud, page } from './define.ts'

const name = () => required(text({ bytes: 1024 }))
const stream = { DomainName: name(), AppName: name(), StreamName: name() }
const defaultBanDays = 7
const maxBanDays = 90

/** The domain must be the account's; which code says otherwise is not documented, this one is of its family. */
function requireOwn({ account }: Cloud, domain: string): void {
  if (!account.domain(domain)) throw new ApiError('InternalError.ConfigNotExist', domain)
}

function banEnd({ now }: Cloud, ResumeTime: number | undefined): number {
  if (ResumeTime === undefined) return now() + defaultBanDays * day
  // A second of grace for the rounding of ResumeTime to seconds.
  if (ResumeTime <= now() || ResumeTime > now() + maxBanDays * day + 1000)
    throw new ApiError('InvalidParameterValue', 'ResumeTime')
  return ResumeTime
}

export const streamControlActions: Record<string, Action> = {
  DescribeLiveStreamState: action({
    tier: 'watch',
    rate: 300,
    fields: stream,
    run: (cloud, { DomainName: domain, AppName: app, StreamName }) => {
      requireOwn(cloud, domain)
      if (cloud.account.isBanned(StreamName)) return { StreamState: 'forbid' }
      return { StreamState: cloud.streams.find({ domain, app, stream: StreamName }) ? 'active' : 'inactive' }
    },
  }),
  /** Says OK even when nothing was pushed; the streamer may push again at once. */
  DropLiveStream: action({
    tier: 'moderate',
    rate: 100,
    fields: stream,
    run: (cloud, { DomainName, AppName, StreamName }) => {
      requireOwn(cloud, DomainName)
      cloud.streams.cut(
        (push) => push.domain === DomainName && push.app === AppName && push.stream === StreamName,
        stopReasons.dropped,
      )
      return {}
    },
  }),
  /** Works on the stream's name, on every domain. */
  ForbidLiveStream: action({
    tier: 'moderate',
    rate: 200,
    fields: { ...stream, ResumeTime: time(fromUtc), Reason: text({ bytes: 2048 }) },
    run: (cloud, { DomainName, AppName, StreamName, ResumeTime, Reason = '' }) => {
      requireOwn(cloud, DomainName)
      const expiresAt = banEnd(cloud, ResumeTime)
      const { account, streams, now } = cloud
      account.state.bans = [
        ...account.bans().filter((ban) => ban.stream !== StreamName),
        { stream: StreamName, domain: DomainName, app: AppName, createdAt: now(), expiresAt, reason: Reason },
      ]
      account.commit()
      streams.cut((push) => push.stream === StreamName, stopReasons.banned)
      return {}
    },
  }),
  /** Lifting a ban that is not there succeeds (unconfirmed). */
  ResumeLiveStream: action({
    tier: 'moderate',
    rate: 100,
    fields: stream,
    run: (cloud, { DomainName, StreamName }) => {
      requireOwn(cloud, DomainName)
      cloud.account.state.bans = cloud.account.bans().filter((ban) => ban.stream !== StreamName)
      cloud.account.commit()
      return {}
    },
  }),
  DescribeLiveForbidStreamList: action({
    tier: 'watch',
    rate: 100,
    site: 'intl',
    fields: { PageNum: int(1), PageSize: int(1, 100), StreamName: text({ bytes: 1024 }) },
    run: ({ account }, { PageNum = 1, PageSize = 10, StreamName }) => {
      const matches = account.bans().filter((ban) => (StreamName || ban.stream) === ban.stream)
      const { items, paging } = page(matches, { PageNum, PageSize })
      return {
        ...paging,
        ForbidStreamList: items.map((ban) => ({
          StreamName: ban.stream,
          // The text says Beijing time, the sample shows Z (unconfirmed); the sample is followed.
          CreateTime: toUtc(ban.createdAt),
          ExpireTime: toUtc(ban.expiresAt),
          AppName: ban.app || null,
          DomainName: ban.domain || null,
        })),
      }
    },
  }),
}
