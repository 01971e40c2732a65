import { describe, expect, it } from 'vitest'
import {
  bindable,
  countDomains,
  type DomainFilter,
  filterDomains,
  isBound,
  joinDomains,
  noDomainFilter,
  sortDomains,
  standingOf,
} from '../../../../src-renderer/components/domains/domain-rows.ts'
import { binding, domain, minute, noon, pendingEffect, provenEffect, template } from './samples.ts'

const join = joinDomains(
  [
    domain('push10.example.com'),
    domain('push2.example.com', { enabled: false }),
    domain('play.example.com', { kind: 'play' }),
  ],
  [
    binding({ domain: 'push10.example.com', templateId: 1000, effect: provenEffect(noon) }),
    binding({ domain: 'push10.example.com', app: 'vip', templateId: 2000, updatedAt: noon }),
    binding({ domain: 'push10.example.com', app: 'live', templateId: 2000 }),
    binding({ domain: 'slow.example.com', templateId: 3000 }),
  ],
  [template(1000, 'events'), template(2000, 'screenshots')],
)
const row = (name: string) => join.find((each) => each.name === name) ?? expect.fail(name)
const names = (filter: Partial<DomainFilter>) =>
  filterDomains(join, { ...noDomainFilter, ...filter }).map(({ name }) => name)
const sorted = (key: string, direction: 'asc' | 'desc' = 'asc') =>
  sortDomains(join, { key, direction }, noon).map(({ name }) => name)

describe('joining domains with what is bound to them', () => {
  it('puts the rule of the whole domain apart from those of apps', () => {
    expect(row('push10.example.com').template).toEqual({ id: 1000, name: 'events' })
    expect(row('push10.example.com').appRules.map(({ app }) => app)).toEqual(['live', 'vip'])
  })

  it('shows a domain that only its bindings speak of, with what is known', () => {
    expect(row('slow.example.com')).toMatchObject({ domain: null, kind: 'push', template: { id: 3000, name: null } })
  })

  it('takes the latest change of all its rules', () => {
    expect(row('push10.example.com').changedAt).toBe(noon)
    expect(row('play.example.com').changedAt).toBeNull()
  })

  it('does not take a binding just removed for a template', () => {
    const [only] = joinDomains([domain('a')], [binding({ domain: 'a', templateId: null })], [])
    expect(only).toMatchObject({ template: null, binding: { templateId: null } })
    expect(only && isBound(only)).toBe(false)
  })
})

describe('the one word for a row', () => {
  const stateOf = (...bindings: Parameters<typeof binding>[0][]) =>
    joinDomains([domain('push.example.com')], bindings.map(binding), []).map((each) => standingOf(each, noon))[0]

  it('is what its domain-wide rule says', () => {
    expect(stateOf({ effect: provenEffect(noon, 9) })).toMatchObject({ state: 'inEffect', provenByEvent: 9 })
    expect(stateOf({})).toEqual({ state: 'unknown' })
    expect(stateOf()).toEqual({ state: 'notBound' })
  })

  it('is pending while anything is, for as long as the last of it takes', () => {
    const shorter = { app: 'live', effect: pendingEffect(noon - 8 * minute) }
    const longer = { app: 'vip', effect: pendingEffect(noon - minute) }
    expect(stateOf({ effect: provenEffect(noon) }, shorter, longer)).toMatchObject({
      state: 'pending',
      leftMs: 9 * minute,
    })
  })

  it('is pending while a removal is, and not bound after it', () => {
    const removed = { templateId: null, effect: pendingEffect(noon - minute) }
    expect(stateOf(removed)).toMatchObject({ state: 'pending' })
    expect(stateOf({ ...removed, effect: pendingEffect(noon - 11 * minute) })).toEqual({ state: 'notBound' })
  })

  it('says what nobody knows when only apps have rules and one of them is unknown', () => {
    expect(stateOf({ app: 'a', effect: provenEffect(noon) }, { app: 'b' })).toEqual({ state: 'unknown' })
    expect(stateOf({ app: 'a', effect: provenEffect(noon) })).toMatchObject({ state: 'inEffect' })
  })

  it('of a play domain is that it cannot be bound', () => {
    expect(standingOf(row('play.example.com'), noon)).toEqual({ state: 'playDomain' })
  })
})

describe('filtering', () => {
  it('finds text in the domain, its template and its apps, in any case', () => {
    expect(names({ text: ' PUSH2 ' })).toEqual(['push2.example.com'])
    expect(names({ text: 'events' })).toEqual(['push10.example.com'])
    expect(names({ text: 'vip' })).toEqual(['push10.example.com'])
  })

  it('takes kind, status, binding and template together', () => {
    expect(names({ kind: 'play' })).toEqual(['play.example.com'])
    expect(names({ kind: 'push', status: 'disabled' })).toEqual(['push2.example.com'])
    expect(names({ bound: 'yes' })).toEqual(['push10.example.com', 'slow.example.com'])
    expect(names({ bound: 'no', kind: 'push' })).toEqual(['push2.example.com'])
    expect(names({ templateId: 2000 })).toEqual(['push10.example.com'])
  })

  it('counts a domain without a listed status as neither enabled nor disabled', () => {
    const listed = [...names({ status: 'enabled' }), ...names({ status: 'disabled' })]
    expect(names({}).filter((name) => !listed.includes(name))).toEqual(['slow.example.com'])
  })
})

describe('sorting', () => {
  it('orders names as people read numbers', () => {
    expect(sorted('name').slice(1, 3)).toEqual(['push2.example.com', 'push10.example.com'])
  })

  it('keeps equals in the order of their names, in either direction', () => {
    expect(sorted('kind', 'desc')).toEqual([
      'play.example.com',
      'push2.example.com',
      'push10.example.com',
      'slow.example.com',
    ])
  })

  it('puts what is missing last in either direction', () => {
    expect(sorted('template').slice(2).sort()).toEqual(['play.example.com', 'push2.example.com'])
    expect(sorted('template', 'desc').slice(2).sort()).toEqual(['play.example.com', 'push2.example.com'])
  })

  it('knows every column', () => {
    expect(sorted('status').at(-1)).toBe('slow.example.com')
    expect(sorted('apps', 'desc')[0]).toBe('push10.example.com')
    expect(sorted('state').at(-1)).toBe('play.example.com')
    expect(sorted('changed', 'desc')[0]).toBe('push10.example.com')
  })
})

it('counts push and play domains, and the push domains that are bound', () => {
  expect(countDomains(join)).toEqual({ total: 4, push: 3, play: 1, bound: 2 })
})

it('offers push domains for binding, the unbound ones first', () => {
  expect(bindable(join).map(({ name }) => name)).toEqual([
    'push2.example.com',
    'push10.example.com',
    'slow.example.com',
  ])
})

it('a row with a binding that somebody else has changed is drifted before anything else, and can be filtered for', () => {
  const effect = { ...pendingEffect(noon), state: 'drifted' as const }
  const rows = joinDomains(
    [domain('a.example.com'), domain('b.example.com')],
    [
      binding({ domain: 'a.example.com', templateId: 1000, effect: pendingEffect(noon) }),
      binding({ domain: 'a.example.com', app: 'live', templateId: null, effect }),
      binding({ domain: 'b.example.com', templateId: 1000, effect: provenEffect(noon) }),
    ],
    [],
  )
  expect(rows.map((each) => standingOf(each, noon).state)).toEqual(['drifted', 'inEffect'])
  expect(filterDomains(rows, { ...noDomainFilter, bound: 'drifted' }).map(({ name }) => name)).toEqual([
    'a.example.com',
  ])
})
