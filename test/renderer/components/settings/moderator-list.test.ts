import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import ModeratorList from '../../../../src-renderer/components/settings/ModeratorList.vue'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

it('the form of a new moderator opens with the hands on its first field', async () => {
  startDesk({ moderators: { list: async () => ({ moderators: [] }) } })
  useDeskStore().info = { version: '1', host: 'headless', role: 'operator', platform: 'linux', runtime: '24' }
  const list = mountIn('en', ModeratorList)
  await flushPromises()
  await list
    .findAll('button')
    .find((each) => each.text() === 'Add a moderator')
    ?.trigger('click')
  expect(document.activeElement).toBe(list.find('input').element)
})
