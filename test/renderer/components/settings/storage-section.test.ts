import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import { Settings } from '../../../../src-main/contract/settings.ts'
import type { StorageStatus } from '../../../../src-main/contract/storage.ts'
import StorageSection from '../../../../src-renderer/components/settings/StorageSection.vue'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { useSettingsStore } from '../../../../src-renderer/stores/settings.ts'
import { type SomeHandlers, startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

const status: StorageStatus = {
  usedBytes: 900_000,
  fileBytes: 1_200_000,
  indexBytes: 300_000,
  freeBytes: 5_000_000_000,
  events: 1234,
  pinned: 2,
  oldestAt: Date.UTC(2026, 10, 1),
  lastPruned: null,
  isPruning: false,
}
let settings: Settings
let changes: unknown[]
let goes: { rows: number; before: number | null }

beforeEach(() => {
  settings = Settings.parse({})
  changes = []
  goes = { rows: 0, before: null }
})

async function show(storage: Partial<SomeHandlers['storage']> = {}) {
  startDesk({
    settings: {
      get: async () => settings,
      set: async (change) => {
        changes.push(change)
        settings = Settings.parse({ ...settings, retention: { ...settings.retention, ...change.retention } })
        return settings
      },
    },
    storage: { status: async () => status, preview: async () => goes, ...storage },
  })
  useDeskStore().info = { version: '1', host: 'headless', role: 'operator', platform: 'linux', runtime: 'Node' }
  const wrapper = mountIn('en', StorageSection)
  await useSettingsStore().all.open()
  await flushPromises()
  return wrapper
}
type Shown = Awaited<ReturnType<typeof show>>
const select = (wrapper: Shown, label: string) =>
  wrapper
    .findAll('option')
    .find((option) => option.text() === label)
    ?.setValue(true)
const choose = async (wrapper: Shown, label: string) => {
  await select(wrapper, label)
  await vi.waitFor(() => expect(changes.length + document.querySelectorAll('[role=dialog]').length).toBeGreaterThan(0))
}
const dialog = () => document.querySelector('[role=dialog]')

describe('the section Storage', () => {
  it('says what is stored and that nothing was removed yet', async () => {
    const text = (await show()).text()
    for (const part of ['1,234, 2 of them pinned', 'nothing has been removed yet']) expect(text).toContain(part)
  })

  it('says when events are being removed, and what was removed last', async () => {
    const lastPruned = { at: Date.UTC(2026, 10, 2), rows: 77, before: Date.UTC(2026, 10, 1) }
    const text = (await show({ status: async () => ({ ...status, isPruning: true, lastPruned }) })).text()
    expect(text).toContain('77 events received until')
    expect(text).toContain('Old events are being removed now.')
  })

  it('saves a limit at once that removes nothing', async () => {
    await choose(await show(), '30 days')
    expect(changes).toEqual([{ retention: { maxDays: 30 } }])
    expect(dialog()).toBeNull()
  })

  it('asks before a limit that removes events, and offers to export them', async () => {
    goes = { rows: 500, before: Date.UTC(2026, 10, 1) }
    const wrapper = await show()
    await choose(wrapper, '7 days')
    expect(changes).toEqual([])
    expect(dialog()?.textContent).toContain('Remove 500 events?')
    expect(dialog()?.textContent).toContain('Export them first')
    const confirm = [...(dialog()?.querySelectorAll('button') ?? [])].find(
      (button) => button.textContent?.trim() === 'Remove from now on',
    )
    confirm?.click()
    await vi.waitFor(() => expect(changes).toEqual([{ retention: { maxDays: 7 } }]))
  })

  it('shows why a limit could not be judged, and saves nothing', async () => {
    const wrapper = await show({
      preview: async () => {
        throw new AppError('store.failed')
      },
    })
    await select(wrapper, '7 days')
    await vi.waitFor(() => expect(wrapper.find('[role=alert]').exists()).toBe(true))
    expect(changes).toEqual([])
  })
})
