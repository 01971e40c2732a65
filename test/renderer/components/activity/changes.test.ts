import { describe, expect, it } from 'vitest'
import { type ActivityEntry, activityKinds } from '../../../../src-main/contract/activity.ts'
import { byDay, changesOf, kindsOf, subjectOf, subjects } from '../../../../src-renderer/components/activity/changes.ts'

describe('the changes of an entry', () => {
  it('are the fields that differ, before and after', () => {
    const before = { name: 'main', description: '', key: 'set' }
    const after = { name: 'main', description: 'shows', key: 'changed' }
    expect(changesOf({ before, after, target: 'main (7)' })).toEqual([
      { field: 'description', before: '', after: 'shows' },
      { field: 'key', before: 'set', after: 'changed' },
    ])
  })

  it('show everything of a thing that is new or gone, but no empty fields', () => {
    expect(changesOf({ before: null, after: { site: 'cn', endpoint: null }, target: 'x' })).toEqual([
      { field: 'site', before: undefined, after: 'cn' },
    ])
    expect(changesOf({ before: { site: 'cn' }, after: null, target: 'x' })).toEqual([
      { field: 'site', before: 'cn', after: undefined },
    ])
  })

  it('leave out what the sentence already says', () => {
    expect(changesOf({ before: null, after: { account: 'Shows' }, target: 'Shows' })).toEqual([])
  })
})

it('entries stand under their day, in the order they came', () => {
  const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).getTime() }) as ActivityEntry
  const [late, early, before] = [at(22, 23), at(22, 0), at(21, 23)]
  expect(byDay([late, early, before])).toEqual([
    { at: new Date(2026, 10, 22).getTime(), entries: [late, early] },
    { at: new Date(2026, 10, 21).getTime(), entries: [before] },
  ])
})

it('every kind belongs to exactly one subject of the filter', () => {
  expect(subjects.flatMap(kindsOf).sort()).toEqual([...activityKinds].sort())
  for (const kind of activityKinds) expect(kindsOf(subjectOf(kind))).toContain(kind)
})
