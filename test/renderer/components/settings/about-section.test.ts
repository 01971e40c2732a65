import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import AboutSection from '../../../../src-renderer/components/settings/AboutSection.vue'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

async function mountAbout(host: 'electron' | 'headless') {
  startDesk({})
  const wrapper = mountIn('en', AboutSection)
  useDeskStore().info = { version: '1.2.3', host, role: 'operator', platform: 'linux', runtime: 'Node 24' }
  await nextTick()
  return wrapper
}

describe('the section About', () => {
  it('offers to log out of a browser', async () => {
    expect((await mountAbout('headless')).text()).toContain('Log out of this browser')
  })

  it('has nothing to log out of in the desktop application', async () => {
    const text = (await mountAbout('electron')).text()
    expect(text).toContain('1.2.3')
    expect(text).not.toContain('Log out')
  })
})
