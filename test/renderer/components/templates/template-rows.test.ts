import { describe, expect, it } from 'vitest'
import {
  describeTemplates,
  filterTemplates,
  noTemplateFilter,
  sortTemplates,
  type TemplateFilter,
} from '../../../../src-renderer/components/templates/template-rows.ts'
import { template } from '../domains/samples.ts'

const here = 'http://desk.example.com/c/slot.mac/streamBegin'
const rows = describeTemplates([
  template(10, 'beta', { usedBy: [{ domain: 'push.example.com', app: '' }], keyIsWeak: true }),
  template(9, 'Alpha', { urls: { streamEnd: here, streamBegin: here }, toThisDesk: ['streamBegin', 'streamEnd'] }),
  template(11, 'gamma', {
    urls: { streamBegin: here, snapshot: 'https://other.example.com/' },
    toThisDesk: ['streamBegin'],
    toFormerAddress: [],
    hasKey: false,
  }),
  template(12, 'empty', { urls: {} }),
])
const names = (filter: Partial<TemplateFilter>) =>
  filterTemplates(rows, { ...noTemplateFilter, ...filter }).map(({ template }) => template.name)
const sorted = (key: string, direction: 'asc' | 'desc' = 'asc') =>
  sortTemplates(rows, { key, direction }).map(({ template }) => template.name)

describe('a template as a row', () => {
  it('lists its callbacks in one order, whatever order they came in', () => {
    expect(rows[1]?.groups).toEqual(['streamBegin', 'streamEnd'])
  })

  it('says where it points', () => {
    expect(rows.map(({ address }) => address)).toEqual(['elsewhere', 'thisDesk', 'mixed', 'none'])
  })

  it('says what its key is worth', () => {
    expect(rows.map(({ key }) => key)).toEqual(['weak', 'set', 'none', 'set'])
  })
})

describe('filtering and sorting templates', () => {
  it('finds text in name, id, addresses and the domains that use it', () => {
    expect(names({ text: 'ALPHA' })).toEqual(['Alpha'])
    expect(names({ text: '11' })).toEqual(['gamma'])
    expect(names({ text: 'other.example' })).toEqual(['gamma'])
    expect(names({ text: 'push.' })).toEqual(['beta'])
  })

  it('takes address, key and use together', () => {
    expect(names({ address: 'mixed' })).toEqual(['gamma'])
    expect(names({ key: 'weak' })).toEqual(['beta'])
    expect(names({ used: 'no', key: 'set' })).toEqual(['Alpha', 'empty'])
  })

  it('orders by every column', () => {
    expect(sorted('name')).toEqual(['Alpha', 'beta', 'empty', 'gamma'])
    expect(sorted('id', 'desc')[0]).toBe('empty')
    expect(sorted('used', 'desc')[0]).toBe('beta')
    expect(sorted('urls')[0]).toBe('empty')
    expect(sorted('address')[0]).toBe('Alpha')
    expect(sorted('key', 'desc')[0]).toBe('gamma')
  })
})
