import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../../src-main/contract/settings.ts'
import { createSettings, readSettings } from '../../../src-main/core/settings/settings.ts'

const defaults = Settings.parse({})
const read = (stored: unknown) => {
  const spoilt: string[] = []
  return { settings: readSettings(stored, (path) => spoilt.push(path)), spoilt }
}

describe('reading what is stored', () => {
  it('takes an absent or empty section for the defaults', () => {
    expect(read(undefined)).toEqual({ settings: defaults, spoilt: [] })
    expect(read({})).toEqual({ settings: defaults, spoilt: [] })
  })

  it('keeps every valid field beside a spoilt one', () => {
    const stored = {
      language: 'zh-CN',
      theme: 'purple',
      displayName: 'Ann',
      receiver: { port: -1 },
      retention: { maxDays: 0.5, maxGb: 20 },
    }
    const { settings, spoilt } = read(stored)
    expect(settings).toEqual({
      language: 'zh-CN',
      theme: 'auto',
      displayName: 'Ann',
      moveTemplates: 'ask',
      receiver: { port: 8787 },
      retention: { maxDays: null, maxGb: 20 },
    })
    expect(spoilt.sort()).toEqual(['receiver.port', 'retention.maxDays', 'theme'])
  })

  it('starts with valid settings whatever it finds', () => {
    const field = fc.oneof(fc.anything(), fc.constantFrom('en', 'dark', 'https://a.example', 80))
    const stored = fc.oneof(
      fc.anything(),
      fc.record({ language: field, theme: field, displayName: field, receiver: field }),
      fc.record({ receiver: fc.record({ port: field }) }),
    )
    fc.assert(fc.property(stored, (value) => Settings.safeParse(read(value).settings).success))
  })
})

describe('changing', () => {
  const create = () => {
    let value = defaults
    let writes = 0
    const settings = createSettings({
      get: () => value,
      set(next) {
        value = next
        writes += 1
      },
    })
    return { settings, writes: () => writes }
  }

  it('applies only the fields named and tells what they were', () => {
    const { settings } = create()
    expect(settings.change({ receiver: { port: 9000 }, theme: 'dark' })).toEqual({
      before: { 'receiver.port': 8787, theme: 'auto' },
      after: { 'receiver.port': 9000, theme: 'dark' },
    })
    expect(settings.get()).toEqual({ ...defaults, theme: 'dark', receiver: { port: 9000 } })
  })

  it('keeps one limit of the retention while the other changes', () => {
    const { settings } = create()
    settings.change({ retention: { maxDays: 30 } })
    expect(settings.change({ retention: { maxGb: 5 } })?.after).toEqual({ 'retention.maxGb': 5 })
    expect(settings.get().retention).toEqual({ maxDays: 30, maxGb: 5 })
  })

  it('writes nothing when nothing is different', () => {
    const { settings, writes } = create()
    expect(settings.change({ theme: 'auto', receiver: {} })).toBeNull()
    expect(writes()).toBe(0)
  })

  it('takes a limit away with null', () => {
    const { settings } = create()
    settings.change({ retention: { maxDays: 30 } })
    expect(settings.change({ retention: { maxDays: null } })?.after).toEqual({ 'retention.maxDays': null })
  })
})
