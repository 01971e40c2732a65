import { describe, expect, it } from 'vitest'
import type { Domain } from '../../../src-main/contract/domains.ts'
import { requirePushDomain, stepsFor, warningsFor } from '../../../src-main/core/binding/plan.ts'

const domain = (name: string, more: Partial<Domain> = {}): Domain => ({
  name,
  kind: 'push',
  enabled: true,
  createdAt: null,
  cname: { expected: '', current: '', ok: true },
  playArea: null,
  ...more,
})
const template = (urls = {}) => ({ id: 2, name: 'b', description: '', urls, recordExceptionLevels: [], key: '' })
const rule = (app: string) => ({ domain: 'a', app, templateId: 1, createdAt: null, updatedAt: null })
const target = { domain: 'a', app: '' }

describe('the steps of a change', () => {
  it.each([
    [null, null, []],
    [1, 1, []],
    [null, 2, ['create 2']],
    [1, null, ['delete 1']],
    [1, 2, ['delete 1', 'create 2']],
  ] as const)('from %s to %s are %j', (before, after, steps) => {
    expect(stepsFor(target, before, after).map(({ action, templateId }) => `${action} ${templateId}`)).toEqual(steps)
  })
})

describe('the domain of a binding', () => {
  it('must exist and be a push domain', () => {
    const domains = [domain('a'), domain('p', { kind: 'play' })]
    expect(requirePushDomain(domains, 'a').name).toBe('a')
    expect(() => requirePushDomain(domains, 'x')).toThrow('domain.notFound')
    expect(() => requirePushDomain(domains, 'p')).toThrow('binding.playDomain')
  })
})

describe('the warnings', () => {
  it('are none for the plain case', () => {
    expect(warningsFor(target, null, template({ record: 'https://x' }), domain('a'), [])).toEqual([])
  })

  it('name everything a person should know first', () => {
    expect(warningsFor(target, 1, template(), domain('a', { enabled: false }), [rule(''), rule('live')])).toEqual([
      'domainDisabled',
      'appRulesWin',
      'gapWhileRebinding',
      'templateHasNoUrl',
    ])
  })

  it('do not speak of app rules when the change is for one app', () => {
    expect(
      warningsFor({ domain: 'a', app: 'live' }, null, template({ record: 'https://x' }), domain('a'), [rule('live')]),
    ).toEqual([])
  })
})
