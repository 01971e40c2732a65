import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url))

it('is a PNG of 512 × 512, as packaging needs', () => {
  const png = read('resources/icons/icon.png')
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([512, 512])
})

it('is a picture without scripts or outside parts in the page', () => {
  expect(read('src-renderer/public/favicon.svg').toString()).not.toMatch(/<script|href=|\bon\w+=|<style/i)
})
