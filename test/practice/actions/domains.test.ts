import { describe, expect, it } from 'vitest'
import { call, codeOf, createClock, sdkFor, startCloud } from '../helpers.ts'

describe('domains through the official SDK', () => {
  it('lists them with type, state and CNAME, filtered and paged', async () => {
    const sdk = sdkFor(await startCloud())
    const all = await sdk.DescribeLiveDomains({})
    expect(all.AllCount).toBe(6)
    expect(all.CreateLimitCount).toBe(94)
    expect(all.PlayTypeCount).toEqual([1, 1, 0])
    expect(all.DomainList?.[0]).toMatchObject({ Name: 'push.practice.example', Type: 0, Status: 1, BCName: 1 })
    expect(all.DomainList?.[0]?.CreateTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    const names = async (filter: object) => (await sdk.DescribeLiveDomains(filter)).DomainList?.map(({ Name }) => Name)
    expect(await names({ DomainType: 0, DomainStatus: 0 })).toEqual(['closed.practice.example'])
    expect(await names({ DomainType: 1, PlayType: 2 })).toEqual(['play2.practice.example'])
    expect(await names({ DomainPrefix: 'push' })).toEqual(['push.practice.example', 'push2.practice.example'])
    expect(await names({ PageNum: 2 })).toEqual([])
    expect(await codeOf(sdk.DescribeLiveDomains({ DomainPrefix: 'nothing' }))).toBe('ResourceNotFound.EmptyData')
  })

  it('shows one, adds one, and refuses what it cannot add', async () => {
    const cloud = await startCloud()
    const sdk = sdkFor(cloud)
    await sdk.AddLiveDomain({ DomainName: 'new.practice.example', DomainType: 1, PlayType: 3 })
    const { DomainInfo } = await sdk.DescribeLiveDomain({ DomainName: 'new.practice.example' })
    expect(DomainInfo).toMatchObject({ Type: 1, Status: 1, PlayType: 3, BCName: 0, CurrentCName: '' })
    const add = (DomainName: string) => codeOf(sdk.AddLiveDomain({ DomainName, DomainType: 0 }))
    expect(await add('new.practice.example')).toBe('InvalidParameter.DomainAlreadyExist')
    expect(await add('no domain')).toBe('InvalidParameter.DomainFormatError')
    expect(await add(`${'a'.repeat(300)}.example`)).toBe('InvalidParameter.DomainTooLong')
    expect(await codeOf(sdk.DescribeLiveDomain({ DomainName: 'none.example' }))).toBe('ResourceNotFound.DomainNotExist')
  })

  it('deletes one, with what is on air there', async () => {
    const cloud = await startCloud()
    const sdk = sdkFor(cloud)
    const DomainName = 'push.practice.example'
    cloud.emit({ type: 1, stream: 'mine' })
    expect(await codeOf(sdk.DeleteLiveDomain({ DomainName, DomainType: 1 }))).toBe('ResourceNotFound.DomainNotExist')
    await sdk.DeleteLiveDomain({ DomainName, DomainType: 0 })
    expect(await codeOf(sdk.DescribeLiveDomain({ DomainName }))).toBe('ResourceNotFound.DomainNotExist')
    expect(cloud.status().onAir).toBe(0)
  })

  it('takes at most 100 domains', async () => {
    const clock = createClock()
    const cloud = await startCloud({ now: clock.now })
    const add = (index: number) =>
      call(cloud, 'AddLiveDomain', { DomainName: `d${index}.practice.example`, DomainType: 0 }, { at: clock.now() })
    for (let index = 0; index < 94; index += 1) await add(index)
    clock.advance(1000)
    expect(await codeOf(add(94))).toBe('FailedOperation.HostOutLimit')
  })

  it('disables and enables; disabling ends what is on air there', async () => {
    const cloud = await startCloud()
    const sdk = sdkFor(cloud)
    const DomainName = 'push.practice.example'
    cloud.emit({ type: 1, stream: 'mine' })
    const state = async () =>
      (await sdk.DescribeLiveStreamState({ DomainName, AppName: 'live', StreamName: 'mine' })).StreamState
    expect(await state()).toBe('active')
    await sdk.ForbidLiveDomain({ DomainName })
    expect((await sdk.DescribeLiveDomain({ DomainName })).DomainInfo?.Status).toBe(0)
    expect(await state()).toBe('inactive')
    cloud.emit({ type: 1, stream: 'mine' })
    expect(await state()).toBe('inactive')
    await sdk.EnableLiveDomain({ DomainName })
    cloud.emit({ type: 1, stream: 'mine' })
    expect(await state()).toBe('active')
    expect(await codeOf(sdk.EnableLiveDomain({ DomainName: 'none.example' }))).toBe('ResourceNotFound')
  })
})
