import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDomainQuery, writeDomainQuery } from '../../../../src-renderer/components/domains/domain-query.ts'
import { domainSortKeys } from '../../../../src-renderer/components/domains/domain-rows.ts'

describe('the Domains page in its address', () => {
  it('is plain while nothing is filtered and nothing is open', () => {
    expect(writeDomainQuery(readDomainQuery({}))).toEqual({})
  })

  it('holds search, filter, order, the open domain and its tab', () => {
    const query = {
      q: 'live',
      kind: 'push',
      bound: 'no',
      template: '1000',
      sort: '-changed',
      domain: 'a.example',
      tab: 'basic',
    }
    const state = readDomainQuery(query)
    expect(state).toMatchObject({
      filter: { text: 'live', kind: 'push', status: null, bound: 'no', templateId: 1000 },
      sort: { key: 'changed', direction: 'desc' },
      domain: 'a.example',
      tab: 'basic',
    })
    expect(writeDomainQuery(state)).toEqual(query)
  })

  it('ignores what it does not know', () => {
    const odd = { kind: 'relay', status: ['maybe'], template: '-3', sort: 'constructor', tab: 'events', domain: null }
    expect(readDomainQuery(odd)).toEqual(readDomainQuery({}))
  })

  it('comes back from the address as it went in', () => {
    const state = fc.record({
      filter: fc.record({
        text: fc.string(),
        kind: fc.constantFrom('push' as const, 'play' as const, null),
        status: fc.constantFrom('enabled' as const, 'disabled' as const, null),
        bound: fc.constantFrom('yes' as const, 'no' as const, null),
        templateId: fc.option(fc.nat()),
        tag: fc.option(fc.string({ minLength: 1 })),
      }),
      sort: fc.record({
        key: fc.constantFrom(...domainSortKeys),
        direction: fc.constantFrom('asc' as const, 'desc' as const),
      }),
      domain: fc.string({ minLength: 1 }),
      tab: fc.constantFrom('basic' as const, 'template' as const),
    })
    fc.assert(
      fc.property(state, (each) => {
        expect(readDomainQuery(writeDomainQuery(each))).toEqual(each)
      }),
    )
  })
})
