import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSettingsFile, setAsideBroken } from '../../src-main/core/settings-file.ts'

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

  it('is empty where there was none, and keeps what it is given', () => {
    const settings = openSettingsFile(file)
    expect(settings.setAside).toBeNull()
    expect(settings.read()).toEqual({})
    settings.write({ theme: 'dark', gone: undefined })
    expect(settings.read()).toEqual({ theme: 'dark' })
    expect(openSettingsFile(file).read()).toEqual({ theme: 'dark' })
    expect(statSync(file).mode & 0o077).toBe(0)
  })

  it('begins anew where the file was broken, and says where that is now', () => {
    writeFileSync(file, '{"theme": "da')
    const settings = openSettingsFile(file)
    expect(settings.read()).toEqual({})
    expect(readFileSync(settings.setAside ?? '', 'utf8')).toBe('{"theme": "da')
  })

  it('keeps the former content when writing fails', () => {
    const settings = openSettingsFile(file)
    settings.write({ theme: 'dark' })
    mkdirSync(`${file}.tmp`)
    expect(() => settings.write({ theme: 'light' })).toThrow()
    expect(settings.read()).toEqual({ theme: 'dark' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ theme: 'dark' })
  })
})
