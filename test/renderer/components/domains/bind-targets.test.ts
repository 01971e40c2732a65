import { expect, it } from 'vitest'
import {
  appNames,
  areAppNamesRight,
  bindTargets,
  countAppRules,
} from '../../../../src-renderer/components/domains/bind-targets.ts'
import { filterDomains, joinDomains, noDomainFilter } from '../../../../src-renderer/components/domains/domain-rows.ts'
import { allTags, byDomain, countTags } from '../../../../src-renderer/components/domains/domain-tags.ts'
import { binding, domain } from './samples.ts'

const name = 'push.example.com'
const rows = joinDomains(
  [domain(name), domain('push2.example.com'), domain('play.example.com', { kind: 'play' })],
  [binding({ app: 'live', templateId: 1 }), binding({ app: 'old', templateId: null })],
  [],
)

it('a choice of domains means each binding once, and no play domain', () => {
  expect(bindTargets(rows, { wholeDomain: true, appRules: true, apps: 'live, vip' })).toEqual([
    { domain: name, app: '' },
    { domain: name, app: 'live' },
    { domain: name, app: 'vip' },
    { domain: 'push2.example.com', app: '' },
    { domain: 'push2.example.com', app: 'live' },
    { domain: 'push2.example.com', app: 'vip' },
  ])
  expect(countAppRules(rows)).toBe(1)
})

it('app names are parted by commas of either kind and checked', () => {
  expect(appNames(' a,b，a , ')).toEqual(['a', 'b'])
  expect(areAppNamesRight('')).toBe(true)
  expect(areAppNamesRight('a, b c')).toBe(false)
})

it('tags are counted over a choice, filtered for, and searched', () => {
  const tags = byDomain([
    { domain: name, tags: ['evening', 'vip'] },
    { domain: 'push2.example.com', tags: ['evening'] },
  ])
  expect(countTags(tags, [name, 'push2.example.com'])).toEqual([
    { tag: 'evening', count: 2 },
    { tag: 'vip', count: 1 },
  ])
  expect(allTags(tags)).toEqual(['evening', 'vip'])
  const tagged = joinDomains([domain(name), domain('push2.example.com')], [], [], tags)
  const names = (filter: object) => filterDomains(tagged, { ...noDomainFilter, ...filter }).map((row) => row.name)
  expect(names({ tag: 'vip' })).toEqual([name])
  expect(names({ text: 'even' })).toHaveLength(2)
  expect(names({ text: 'push2*' })).toEqual(['push2.example.com'])
  expect(names({ text: 'example*' })).toEqual([])
})
