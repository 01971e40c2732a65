import { beforeEach, describe, expect, it } from 'vitest'
import type { PracticeCloud } from '../../../src-main/practice/practice-cloud.ts'
import { call, codeOf, createClock, type SdkClient, sdkFor, startCloud } from '../helpers.ts'

const at = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`
const room = { DomainName: 'push.practice.example', AppName: 'live', StreamName: 'room' }

describe('streams through the official SDK', () => {
  let cloud: PracticeCloud
  let sdk: SdkClient
  const state = async (more: object = {}) => (await sdk.DescribeLiveStreamState({ ...room, ...more })).StreamState
  const push = (domain = room.DomainName) => cloud.emit({ type: 1, stream: 'room', domain })

  beforeEach(async () => {
    cloud = await startCloud()
    sdk = sdkFor(cloud)
  })

  it('shows who is on air', async () => {
    push()
    const { OnlineInfo, TotalNum } = await sdk.DescribeLiveStreamOnlineList({ StreamName: 'room' })
    expect(TotalNum).toBe(1)
    expect(OnlineInfo).toEqual([
      { ...room, PublishTimeList: [{ PublishTime: expect.stringMatching(/Z$/) }], PushToDelay: 0 },
    ])
    expect(await codeOf(sdk.DescribeLiveStreamOnlineList({ PageSize: 9 }))).toBe('InvalidParameterValue')
    expect(await codeOf(sdk.DescribeLiveStreamOnlineList({ PageSize: 300_000 }))).toBe('no error')
    const intl = sdkFor(await startCloud({ site: 'intl' }))
    expect(await codeOf(intl.DescribeLiveStreamOnlineList({ PageSize: 101 }))).toBe('InvalidParameterValue')
  })

  it('cuts a stream, which may push again at once', async () => {
    expect(await codeOf(sdk.DropLiveStream(room))).toBe('no error')
    push()
    expect(await state()).toBe('active')
    await sdk.DropLiveStream(room)
    expect(await state()).toBe('inactive')
    push()
    expect(await state()).toBe('active')
  })

  it('bans a stream by its name on every domain, until it is resumed', async () => {
    push()
    push('push2.practice.example')
    await sdk.ForbidLiveStream({ ...room, Reason: 'test' })
    expect(await state()).toBe('forbid')
    expect(await state({ DomainName: 'push2.practice.example' })).toBe('forbid')
    expect((await sdk.DescribeLiveStreamOnlineList({ StreamName: 'room' })).TotalNum).toBe(0)
    push()
    expect(await state()).toBe('forbid')
    await sdk.ResumeLiveStream(room)
    expect(await state()).toBe('inactive')
    push()
    expect(await state()).toBe('active')
  })

  it('bans for 90 days at most', async () => {
    const ban = (ResumeTime: string) => codeOf(sdk.ForbidLiveStream({ ...room, ResumeTime }))
    expect(await ban(at(Date.now() + 91 * 86_400_000))).toBe('InvalidParameterValue')
    expect(await ban(at(Date.now() - 60_000))).toBe('InvalidParameterValue')
    expect(await ban('2030-01-01 00:00:00')).toBe('InvalidParameterValue')
    expect(await ban(at(Date.now() + 89 * 86_400_000))).toBe('no error')
    expect(await codeOf(sdk.ForbidLiveStream({ ...room, Reason: 'x'.repeat(2049) }))).toBe('InvalidParameterValue')
  })

  it('knows only the domains of the account', async () => {
    const foreign = { ...room, DomainName: 'other.example' }
    for (const action of ['DropLiveStream', 'ForbidLiveStream', 'ResumeLiveStream', 'DescribeLiveStreamState'])
      expect(await codeOf(call(cloud, action, foreign))).toBe('InternalError.ConfigNotExist')
    expect(await codeOf(call(cloud, 'DropLiveStream', { DomainName: room.DomainName }))).toBe('MissingParameter')
  })

  it('lists what happened, refused pushes too unless they are filtered', async () => {
    push()
    await sdk.ForbidLiveStream(room)
    push()
    const list = async (more: object = {}) =>
      (
        await sdk.DescribeLiveStreamEventList({
          StartTime: at(Date.now() - 86_400_000),
          EndTime: at(Date.now()),
          StreamName: 'room',
          IsStrict: 1,
          IsAsc: 1,
          ...more,
        })
      ).EventList ?? []
    expect((await list()).map(({ StopReason }) => StopReason)).toEqual(['流被禁推接口断开', '推流被拒绝: 流已被禁推'])
    expect(await list({ IsFilter: 1 })).toHaveLength(1)
    expect((await list({ IsStrict: 0, PageSize: 100 })).length).toBeGreaterThan(10)
    expect((await list())[0]).toMatchObject({ ...room, Duration: 0, Resolution: expect.stringMatching(/^\d+\*\d+$/) })
    const published = await sdk.DescribeLiveStreamPublishedList({
      DomainName: room.DomainName,
      StartTime: at(Date.now() - 86_400_000 * 3),
      EndTime: at(Date.now()),
      PageSize: 100,
    })
    expect(published.TotalNum).toBeGreaterThan(5)
    expect(published.PublishInfo?.filter(({ StreamName }) => StreamName === 'room')).toHaveLength(1)
  })

  it('reaches back two months, a month at a time, and not ahead', async () => {
    const day = 86_400_000
    const code = (start: number, end: number) =>
      codeOf(sdk.DescribeLiveStreamEventList({ StartTime: at(start), EndTime: at(end) }))
    const now = Date.now()
    expect(await code(now - 30 * day, now)).toBe('no error')
    expect(await code(now - 40 * day, now)).toBe('InvalidParameterValue')
    expect(await code(now - 70 * day, now - 65 * day)).toBe('InvalidParameterValue')
    expect(await code(now - day, now + 60_000)).toBe('InvalidParameterValue')
  })
})

describe('the list of bans', () => {
  it('exists on the international site only, and forgets what has expired', async () => {
    const clock = createClock()
    const cloud = await startCloud({ site: 'intl', now: clock.now })
    const ask = (action: string, params: object = {}) => call(cloud, action, { ...params }, { at: clock.now() })
    await ask('ForbidLiveStream', room)
    const list = async () => (await ask('DescribeLiveForbidStreamList')).ForbidStreamList as { ExpireTime: string }[]
    expect(await list()).toMatchObject([
      { StreamName: 'room', AppName: 'live', ExpireTime: at(clock.now() + 7 * 86_400_000) },
    ])
    clock.advance(7 * 86_400_000 - 1000)
    expect(await list()).toHaveLength(1)
    clock.advance(1000)
    expect(await list()).toHaveLength(0)
    expect((await ask('DescribeLiveStreamState', room)).StreamState).toBe('inactive')
    expect(await codeOf(call(await startCloud(), 'DescribeLiveForbidStreamList'))).toBe('InvalidAction')
  })
})
