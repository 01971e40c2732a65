/** Domains (css-api, section 4). */
import { ApiError } from '../api-error.ts'
import { int, oneOf, required, text } from '../params.ts'
import { expectedCname } from '../seed.ts'
import type { DomainRecord } from '../state.ts'
import { stopReasons } from '../stop-reasons.ts'
import { toBeijing } from '../times.ts'
import { type Action, action, type Cloud } from './define.ts'

const maxDomains = 100

const toInfo = (domain: DomainRecord) => {
  const target = expectedCname(domain.name, domain.type)
  return {
    Name: domain.name,
    Type: domain.type,
    Status: domain.status,
    CreateTime: toBeijing(domain.createdAt),
    BCName: domain.currentCname === target ? 1 : 0,
    TargetDomain: target,
    PlayType: domain.playType,
    IsDelayLive: domain.isDelayLive,
    CurrentCName: domain.currentCname,
    RentTag: 0,
    RentExpireTime: '0000-00-00 00:00:00',
    IsMiniProgramLive: domain.isMiniProgramLive,
  }
}

const isName = (name: string) =>
  /^(?=.{4,255}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(name)

function setStatus({ account, streams }: Cloud, name: string, status: number) {
  const domain = account.domain(name)
  if (!domain) throw new ApiError('ResourceNotFound', name)
  domain.status = status
  account.commit()
  if (status === 0) streams.cut((push) => push.domain === name, stopReasons.domainStopped)
  return {}
}

export const domainActions: Record<string, Action> = {
  DescribeLiveDomains: action({
    tier: 'watch',
    rate: 200,
    fields: {
      DomainStatus: int(0, 1),
      DomainType: int(0, 1),
      PageSize: int(10, 100),
      PageNum: int(1, 100_000),
      IsDelayLive: int(0, 1),
      DomainPrefix: text({ bytes: 255 }),
      PlayType: int(1, 3),
    },
    run: ({ account }, { PageSize = 10, PageNum = 1, ...filter }) => {
      const { domains } = account.state
      const matches = domains.filter(
        ({ name, type, status, playType, isDelayLive }) =>
          (filter.DomainStatus ?? status) === status &&
          (filter.DomainType ?? type) === type &&
          (filter.IsDelayLive ?? isDelayLive) === isDelayLive &&
          (type === 0 || (filter.PlayType ?? playType) === playType) &&
          name.startsWith(filter.DomainPrefix ?? ''),
      )
      if (matches.length === 0) throw new ApiError('ResourceNotFound.EmptyData')
      const playing = (kind: number) =>
        domains.filter(({ type, status, playType }) => type === 1 && status === 1 && playType === kind).length
      return {
        AllCount: matches.length,
        DomainList: matches.slice((PageNum - 1) * PageSize, PageNum * PageSize).map(toInfo),
        CreateLimitCount: Math.max(0, maxDomains - domains.length),
        PlayTypeCount: [1, 2, 3].map(playing),
      }
    },
  }),
  DescribeLiveDomain: action({
    tier: 'read',
    rate: 500,
    fields: { DomainName: required(text({ bytes: 255 })) },
    run: ({ account }, { DomainName }) => {
      const domain = account.domain(DomainName)
      if (!domain) throw new ApiError('ResourceNotFound.DomainNotExist', DomainName)
      return { DomainInfo: toInfo(domain) }
    },
  }),
  AddLiveDomain: action({
    tier: 'admin',
    rate: 100,
    fields: {
      DomainName: required(text({ bytes: 1024 })),
      DomainType: required(int(0, 1)),
      PlayType: int(1, 3),
      IsDelayLive: int(0, 1),
      IsMiniProgramLive: int(0, 1),
      VerifyOwnerType: oneOf('dnsCheck', 'fileCheck', 'dbCheck'),
    },
    run: ({ account, now }, { DomainName, DomainType, PlayType = 1, IsDelayLive = 0, IsMiniProgramLive = 0 }) => {
      if (DomainName.length > 255) throw new ApiError('InvalidParameter.DomainTooLong', DomainName)
      if (!isName(DomainName)) throw new ApiError('InvalidParameter.DomainFormatError', DomainName)
      if (account.domain(DomainName)) throw new ApiError('InvalidParameter.DomainAlreadyExist', DomainName)
      if (account.state.domains.length >= maxDomains) throw new ApiError('FailedOperation.HostOutLimit')
      account.state.domains.push({
        name: DomainName,
        type: DomainType,
        status: 1,
        createdAt: now(),
        playType: DomainType === 1 ? PlayType : 0,
        isDelayLive: IsDelayLive,
        isMiniProgramLive: IsMiniProgramLive,
        currentCname: '',
      })
      account.commit()
      return {}
    },
  }),
  /** Unconfirmed: what becomes of the domain's rules. Here they outlive it, which is the harder case for a client. */
  DeleteLiveDomain: action({
    tier: 'admin',
    rate: 100,
    fields: { DomainName: required(text({ bytes: 255 })), DomainType: required(int(0, 1)) },
    run: (cloud, { DomainName, DomainType }) => {
      const { state } = cloud.account
      if (!state.domains.some(({ name, type }) => name === DomainName && type === DomainType))
        throw new ApiError('ResourceNotFound.DomainNotExist', DomainName)
      setStatus(cloud, DomainName, 0)
      state.domains = state.domains.filter(({ name }) => name !== DomainName)
      cloud.account.commit()
      return {}
    },
  }),
  EnableLiveDomain: action({
    tier: 'admin',
    rate: 100,
    fields: { DomainName: required(text({ bytes: 255 })) },
    run: (cloud, { DomainName }) => setStatus(cloud, DomainName, 1),
  }),
  ForbidLiveDomain: action({
    tier: 'admin',
    rate: 100,
    fields: { DomainName: required(text({ bytes: 255 })) },
    run: (cloud, { DomainName }) => setStatus(cloud, DomainName, 0),
  }),
}
