import { expect, it } from 'vitest'
import { readTemplateQuery, writeTemplateQuery } from '../../../../src-renderer/components/templates/template-query.ts'

it('keeps search, filter and order in the address', () => {
  const query = { q: 'live', address: 'mixed', key: 'none', used: 'yes', sort: '-used' }
  expect(writeTemplateQuery(readTemplateQuery(query))).toEqual(query)
  expect(writeTemplateQuery(readTemplateQuery({}))).toEqual({})
})

it('keeps what the editor holds in the address', () => {
  expect(readTemplateQuery({ edit: 'new' }).editing).toEqual({ mode: 'create' })
  expect(readTemplateQuery({ edit: '1000' }).editing).toEqual({ mode: 'edit', id: 1000 })
  expect(readTemplateQuery({ copy: '1000' }).editing).toEqual({ mode: 'duplicate', id: 1000 })
  for (const query of [{ edit: 'new' }, { edit: '1000' }, { copy: '1000' }, { bind: '1000' }])
    expect(writeTemplateQuery(readTemplateQuery(query))).toEqual(query)
})

it('opens nothing for an id that is none', () => {
  expect(readTemplateQuery({ edit: '1e3', copy: '' }).editing).toBeNull()
})
