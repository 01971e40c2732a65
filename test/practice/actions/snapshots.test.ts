import { describe, expect, it } from 'vitest'
import { codeOf, sdkFor, startCloud } from '../helpers.ts'

const cos = { CosAppId: 1_250_000_001, CosBucket: 'pictures', CosRegion: 'ap-guangzhou' }

describe('snapshot templates and rules through the official SDK', () => {
  it('come with porn detection in place on the first domain', async () => {
    const sdk = sdkFor(await startCloud())
    const { Templates = [] } = await sdk.DescribeLiveSnapshotTemplates()
    const { Rules = [] } = await sdk.DescribeLiveSnapshotRules()
    const templateOf = (domain: string) => {
      const rule = Rules.find(({ DomainName }) => DomainName === domain)
      return Templates.find(({ TemplateId }) => TemplateId === rule?.TemplateId)
    }
    expect(templateOf('push.practice.example')?.PornFlag).toBe(1)
    expect(templateOf('push2.practice.example')?.PornFlag).toBe(0)
  })

  it('can be made, changed and removed', async () => {
    const sdk = sdkFor(await startCloud())
    const { TemplateId = 0 } = await sdk.CreateLiveSnapshotTemplate({
      TemplateName: 'new',
      SnapshotInterval: 2,
      ...cos,
    })
    const read = async () => (await sdk.DescribeLiveSnapshotTemplate({ TemplateId })).Template
    expect(await read()).toMatchObject({ TemplateName: 'new', SnapshotInterval: 2, PornFlag: 0, Width: 0, ...cos })
    await sdk.ModifyLiveSnapshotTemplate({ TemplateId, PornFlag: 1, ...cos })
    expect(await read()).toMatchObject({ TemplateName: 'new', SnapshotInterval: 2, PornFlag: 1 })
    const rule = { DomainName: 'push.practice.example', StreamName: 'vip' }
    await sdk.CreateLiveSnapshotRule({ ...rule, TemplateId })
    expect((await sdk.DescribeLiveSnapshotRules()).Rules?.at(-1)).toMatchObject({
      ...rule,
      AppName: 'live',
      TemplateId,
    })
    expect(await codeOf(sdk.CreateLiveSnapshotRule({ ...rule, TemplateId }))).toBe('FailedOperation.RuleAlreadyExist')
    expect(await codeOf(sdk.DeleteLiveSnapshotTemplate({ TemplateId }))).toBe('FailedOperation.ConfInUsed')
    await sdk.DeleteLiveSnapshotRule(rule)
    expect(await codeOf(sdk.DeleteLiveSnapshotRule(rule))).toBe('FailedOperation.NotFound')
    expect(await codeOf(sdk.DeleteLiveSnapshotTemplate({ TemplateId }))).toBe('no error')
    expect(await codeOf(sdk.DescribeLiveSnapshotTemplate({ TemplateId }))).toBe('FailedOperation.NotFound')
  })

  it('keep their limits', async () => {
    const sdk = sdkFor(await startCloud())
    const create = (more: object) => codeOf(sdk.CreateLiveSnapshotTemplate({ TemplateName: 'a', ...cos, ...more }))
    expect(await create({ SnapshotInterval: 1 })).toBe('InvalidParameterValue')
    expect(await create({ Width: 3001 })).toBe('InvalidParameterValue')
    expect(await create({ CosBucket: `pictures-${cos.CosAppId}` })).toBe('FailedOperation.CosBucketNotExist')
    expect(await create({ TemplateName: 'a b' })).toBe('InvalidParameter.ArgsNotMatch')
    for (let count = 2; count < 50; count += 1) expect(await create({})).toBe('no error')
    expect(await create({})).toBe('InternalError.ConfOutLimit')
    const modify = (more: object) => codeOf(sdk.ModifyLiveSnapshotTemplate({ TemplateId: 10_001, ...cos, ...more }))
    expect(await modify({ SnapshotInterval: 4 })).toBe('InvalidParameterValue')
    expect(await codeOf(sdk.ModifyLiveSnapshotTemplate({ TemplateId: 10_001, PornFlag: 0 } as never))).toBe(
      'MissingParameter',
    )
    const rule = (DomainName: string, TemplateId = 10_001) =>
      codeOf(sdk.CreateLiveSnapshotRule({ DomainName, TemplateId }))
    expect(await rule('play.practice.example')).toBe('InvalidParameter')
    expect(await rule('push.practice.example', 1)).toBe('InvalidParameter.ConfNotFound')
  })
})
