import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { setAsideBroken, toSettingsFile } from '../../src-main/core/settings-file.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-settings-'))
  file = join(folder, 'settings.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('opening a settings file', () => {
  it.each([
    ['half a document', '{"theme": "da'],
    ['nothing at all', ''],
    ['a list', '[1, 2]'],
    ['null', 'null'],
    ['bytes of something else', '\u0000\u0001\u0002'],
  ])('sets %s aside, whole', (_name, text) => {
    writeFileSync(file, text)
    const aside = setAsideBroken(file, () => new Date('2026-05-04T03:02:01Z'))
    expect(aside).toBe(`${file}.broken-2026-05-04T03-02-01.000Z`)
    expect(readFileSync(aside ?? '', 'utf8')).toBe(text)
    expect(existsSync(file)).toBe(false)
  })

  it('leaves a sound one alone, and a missing one missing', () => {
    expect(setAsideBroken(file)).toBeNull()
    writeFileSync(file, '{"theme":"dark"}')
    expect(setAsideBroken(file)).toBeNull()
    expect(readFileSync(file, 'utf8')).toBe('{"theme":"dark"}')
  })

  it('reads and writes the whole document', () => {
    const store = { store: { theme: 'dark' } as Record<string, unknown> }
    const settings = toSettingsFile(store, '/aside')
    expect(settings.read()).toEqual({ theme: 'dark' })
    settings.write({ theme: 'light' })
    expect(store.store).toEqual({ theme: 'light' })
    expect(settings.setAside).toBe('/aside')
  })
})
