import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openProfile, readList, readOr } from '../../src-main/core/profile.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'

let dataDir = ''
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'profile-'))
})
afterEach(() => rmSync(dataDir, { recursive: true }))

const open = (content: Record<string, unknown>) => {
  const settings = createSettingsFile(content)
  return { settings, profile: openProfile({ settings, dataDir }) }
}

describe('a profile', () => {
  it('gives each part its section and leaves the rest of the file alone', () => {
    const { settings, profile } = open({ window: { width: 900 }, count: 3 })
    const count = profile.section(
      'count',
      readOr(z.number(), () => 0),
    )
    count.set(count.get() + 1)
    expect(settings.read()).toEqual({ window: { width: 900 }, count: 4 })
    expect(profile.setAside()).toBeNull()
    expect(readdirSync(dataDir)).toEqual([])
  })

  it('sees what another owner wrote meanwhile', () => {
    const { settings, profile } = open({})
    const count = profile.section(
      'count',
      readOr(z.number(), () => 0),
    )
    settings.write({ ...settings.read(), window: 1 })
    count.set(1)
    expect(settings.read()).toEqual({ window: 1, count: 1 })
  })

  it('keeps what was not valid in a file of its own, for its user only', () => {
    const { profile } = open({ list: [1, 'two', 3], name: 7 })
    expect(profile.section('list', readList(z.number())).get()).toEqual([1, 3])
    expect(
      profile
        .section(
          'name',
          readOr(z.string(), () => 'none'),
        )
        .get(),
    ).toBe('none')
    const aside = profile.setAside()
    expect(aside?.fields).toEqual(['list.1', 'name'])
    expect(JSON.parse(readFileSync(aside?.file ?? '', 'utf8'))).toEqual({ 'list.1': 'two', name: 7 })
    expect(statSync(aside?.file ?? '').mode & 0o777).toBe(0o600)
    expect(profile.setAside()?.file).toBe(aside?.file)
  })

  it('takes something that is no list for an empty one', () => {
    const { profile } = open({ list: { a: 1 } })
    expect(profile.section('list', readList(z.number())).get()).toEqual([])
    expect(profile.setAside()?.fields).toEqual(['list'])
  })
})
