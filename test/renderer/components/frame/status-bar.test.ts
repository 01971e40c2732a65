/** What the status bar says of a disk that is slower than the cloud. */
import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import type { DeskStatus } from '../../../../src-main/contract/desk.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
const { default: StatusBar } = await import('../../../../src-renderer/components/frame/StatusBar.vue')
const { useDeskStore } = await import('../../../../src-renderer/stores/desk.ts')
enableAutoUnmount(afterEach)

function said(events: Partial<DeskStatus['events']>): string {
  startDesk({})
  useDeskStore().status = {
    receiver: {
      listening: true,
      local: 'http://127.0.0.1:8787',
      error: null,
      address: { url: null, state: 'none', checkedAt: null, provenAt: null, latencyMs: null, error: null },
      tunnel: { active: null, previous: null },
    },
    events: {
      ...{ stored: 12, rate: 3, commitMs: 2, lastReceivedAt: null, duplicates: 0, rejected: 0, refused: 0 },
      ...{ waiting: 0, waitingMs: 0, alerts: 0, index: { waiting: 0, rebuilt: null } },
      ...events,
    },
    notices: [],
  }
  return mountIn('en', StatusBar).text()
}

it('says nothing of it while commits take milliseconds', () => {
  expect(said({ waiting: 40, waitingMs: 12 })).not.toMatch(/slow|refused/)
})

it('says how many wait for the disk, and how long', () => {
  expect(said({ waiting: 1234, waitingMs: 3200 })).toMatch(/the disk is slow: 1,234 waiting for 3/)
})

it('says how many were refused, for the cloud to send again', () => {
  expect(said({ refused: 17 })).toMatch(/17/)
})
