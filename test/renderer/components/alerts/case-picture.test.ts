/** A flagged picture: covered until it is asked for, whole or in part, and shown as the person's eyes want it. */
import { enableAutoUnmount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import CasePicture from '../../../../src-renderer/components/alerts/CasePicture.vue'
import { usePictureLook } from '../../../../src-renderer/stores/picture-look.ts'
import { mountIn } from '../../mount.ts'

enableAutoUnmount(afterEach)

const given = { src: 'app-img://desk/7.code', alt: 'Porn, 95', problem: null, reveal: null, grey: false, height: 320 }
const mountWith = (props: Partial<Record<keyof typeof given, unknown>> = {}) =>
  mountIn('en', CasePicture, { props: { ...given, ...props } })

/** The styles of the covered picture and of the clear one above it. */
function styles(wrapper: ReturnType<typeof mountWith>): [CSSStyleDeclaration, CSSStyleDeclaration] {
  const [covered, clear] = wrapper.findAll('img').map(({ element }) => element.style)
  if (!covered || !clear) throw new Error('there is no picture')
  return [covered, clear]
}

describe('a flagged picture', () => {
  it('is blurred until somebody asks for it', () => {
    const [covered, clear] = styles(mountWith())
    expect(covered.filter).toContain('blur(32px)')
    expect(clear.visibility).toBe('hidden')
  })

  it('is shown whole, or within a circle only', () => {
    const whole = styles(mountWith({ reveal: 'whole' }))[1]
    expect([whole.visibility, whole.clipPath]).toEqual(['visible', 'none'])
    const region = styles(mountWith({ reveal: 'region' }))[1]
    expect([region.visibility, region.clipPath]).toEqual(['visible', expect.stringMatching(/^circle\(84px at /)])
  })

  it('is grey also while it is covered, for who wants it so', () => {
    for (const { filter } of styles(mountWith({ grey: true, reveal: 'whole' })))
      expect(filter).toContain('grayscale(1)')
  })

  it('that cannot be had is no picture but a sentence', () => {
    const wrapper = mountWith({ problem: 'The link has expired.' })
    expect(wrapper.findAll('img')).toEqual([])
    expect(wrapper.text()).toBe('The link has expired.')
  })
})

describe('how pictures are shown', () => {
  it('is remembered in this window', async () => {
    setActivePinia(createPinia())
    const look = usePictureLook()
    expect([look.grey, look.size]).toEqual([false, 'medium'])
    look.grey = true
    look.nextSize()
    await nextTick()
    setActivePinia(createPinia())
    const again = usePictureLook()
    expect([again.grey, again.size]).toEqual([true, 'large'])
    again.nextSize()
    expect(again.size).toBe('small')
  })
})
