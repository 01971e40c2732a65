import { expect, it } from 'vitest'
import { createPictureNames } from '../../../../src-main/core/moderation/pictures/names.ts'

const names = createPictureNames(Buffer.alloc(32, 1))

it('a picture is found by the name it was given, also after a restart, and by no other desk', () => {
  const name = names.nameOf(7)
  expect(createPictureNames(Buffer.alloc(32, 1)).eventOf(name)).toBe(7)
  expect(createPictureNames(Buffer.alloc(32, 2)).eventOf(name)).toBeNull()
})

it('nobody counts through the pictures', () => {
  const [, code = ''] = names.nameOf(7).split('.')
  for (const name of [
    '7',
    '7.',
    `8.${code}`,
    `07.${code}x`,
    `7.${code.slice(1)}`,
    `7.${code}.`,
    '',
    `7.${'é'.repeat(22)}`,
  ])
    expect(names.eventOf(name), name).toBeNull()
})
