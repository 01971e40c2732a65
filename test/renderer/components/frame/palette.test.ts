import { expect, it } from 'vitest'
import { choose, type PaletteItem } from '../../../../src-renderer/components/frame/palette.ts'

const item = (group: PaletteItem['group'], label: string, note = ''): PaletteItem => ({
  id: label,
  group,
  label,
  note,
  icon: {},
  run: () => undefined,
})
const items = [
  item('pages', 'Go to Templates'),
  item('actions', 'Create a callback template'),
  item('actions', 'Prove the public address now'),
  item('domains', 'push.example.com', 'Push domain'),
  ...Array.from({ length: 20 }, (_, index) => item('templates', `template-${index}`, String(1000 + index))),
]
const labels = (text: string) => choose(items, text).flatMap((group) => group.items.map(({ label }) => label))

it('offers pages and actions before anything is typed, not every object', () => {
  expect(labels('')).toEqual(['Go to Templates', 'Create a callback template', 'Prove the public address now'])
})

it('needs every typed word, in any order and case', () => {
  expect(labels('NOW address')).toEqual(['Prove the public address now'])
  expect(labels('domain push')).toEqual(['push.example.com'])
})

it('finds an object by its note too, such as a template by its id', () => {
  expect(labels('1007')).toEqual(['template-7'])
})

it('shows a few of many objects', () => {
  expect(labels('template-')).toHaveLength(8)
})

it('says nothing rather than an empty group', () => {
  expect(choose(items, 'nonsense')).toEqual([])
})
