import { describe, expect, it } from 'vitest'
import { stepOf } from '../../../../src-renderer/components/health/cell-step.ts'
import { readHealthQuery, writeHealthQuery } from '../../../../src-renderer/components/health/health-query.ts'
import { countHealth, filterHealth, sortHealth } from '../../../../src-renderer/components/health/health-rows.ts'
import { wayOf } from '../../../../src-renderer/components/health/health-ways.ts'
import { chain, detectionOff, fineLink, noKey, unbound } from './samples.ts'

const fine = chain('a.example')
const risky = chain('b.example', { key: noKey })
const broken = chain('c.example', { detection: detectionOff })
const worst = chain('d.example', { binding: unbound, detection: detectionOff })
const all = [fine, risky, broken, worst]
const names = (rows: { domain: string }[]) => rows.map(({ domain }) => domain.charAt(0)).join('')

describe('the rows of the grid', () => {
  it('put the most broken first, then what needs a look, then names', () => {
    expect(names(sortHealth([chain('z.example'), ...all]))).toBe('dcbaz')
  })
  it('leave out what has no problem, when asked to', () => {
    expect(names(filterHealth(all, { text: '', only: 'problems' }))).toBe('bcd')
  })
  it('are found by domain and by what their findings name', () => {
    expect(names(filterHealth(all, { text: 'B.EX', only: null }))).toBe('b')
    expect(names(filterHealth(all, { text: 'plain', only: null }))).toBe('cd')
  })
  it('count a domain once, by its gravest link', () => {
    expect(countHealth([...all, chain('e.example', { key: noKey, binding: unbound })])).toEqual({
      total: 5,
      broken: 3,
      warning: 1,
    })
  })
})

describe('the address of the page', () => {
  it('names the cell and the filter, and reads what it wrote', () => {
    const state = {
      filter: { text: 'show', only: 'problems' as const },
      cell: { domain: 'a.example', link: 'detection' as const },
    }
    expect(writeHealthQuery(state)).toEqual({ q: 'show', only: 'problems', domain: 'a.example', link: 'detection' })
    expect(readHealthQuery(writeHealthQuery(state))).toEqual(state)
  })
  it('takes an unknown link for the first one', () => {
    expect(readHealthQuery({ domain: 'a.example', link: 'nonsense' }).cell?.link).toBe('domain')
    expect(readHealthQuery({ link: 'key' }).cell).toBeNull()
  })
})

describe('the keys of the grid', () => {
  const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false })
  const from = { row: 2, column: 3 }
  it('move by one, and with Ctrl to the edge', () => {
    expect(stepOf(press('ArrowDown'), from, 9)).toEqual({ row: 3, column: 3 })
    expect(stepOf(press('ArrowLeft'), from, 9)).toEqual({ row: 2, column: 2 })
    expect(stepOf(press('ArrowRight', true), from, 9)).toEqual({ row: 2, column: 10 })
    expect(stepOf(press('End', true), from, 9)).toEqual({ row: 8, column: 10 })
    expect(stepOf(press('Enter'), from, 9)).toBeNull()
  })
})

describe('the way to where a link is mended', () => {
  const way = (link: Parameters<typeof fineLink>[0], more: Parameters<typeof fineLink>[1]) =>
    wayOf('a.example', fineLink(link, more), 'intl')
  it.each([
    ['effect', { reason: 'drifted' }, { name: 'drift' }],
    ['effect', { reason: 'pending' }, null],
    ['address', { reason: 'noAddress' }, { to: { name: 'settings', params: { section: 'receiver' } } }],
    ['detection', { reason: 'blocked' }, { name: 'before', link: 'snapshots' }],
    ['key', { reason: 'blocked' }, { name: 'before', link: 'binding' }],
    ['binding', { reason: 'notRead' }, { name: 'again' }],
    ['pictures', { reason: 'noPictureYet' }, { url: 'https://console.tencentcloud.com/live' }],
    ['effect', { reason: 'silent', params: { stream: 's1' } }, { to: { query: { domain: 'a.example', q: 's1' } } }],
  ] as const)('%s: %o', (link, more, expected) => {
    const found = way(link, { state: 'broken', ...more })
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })
  it('is the place to make a template where there is none to bind', () => {
    const none = { ...unbound, fix: { kind: 'bind' as const, choices: [], alsoReaches: 0 } }
    expect(way('binding', none)).toMatchObject({ name: 'templates' })
  })
})
