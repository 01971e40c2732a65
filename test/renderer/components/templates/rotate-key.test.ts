/** The panel that rotates a callback key, against a desk that answers with what a test says. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { KeyRotation } from '../../../../src-main/contract/templates.ts'
import RotateKey from '../../../../src-renderer/components/templates/RotateKey.vue'
import { startDesk } from '../../desk.ts'
import { mountIn } from '../../mount.ts'
import { button, page } from '../../mount-page.ts'
import { template } from '../domains/samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
enableAutoUnmount(afterEach)

const minute = 60_000
let rotations: KeyRotation[]
const rotateKey = vi.fn()

const rotation = (more: Partial<KeyRotation> = {}): KeyRotation => ({
  templateId: 1000,
  startedAt: Date.now() - minute,
  expectedFrom: Date.now() + 4 * minute,
  expectedBy: Date.now() + 9.5 * minute,
  until: Date.now() + 22 * minute,
  signedWith: null,
  signedAt: null,
  newSince: null,
  ...more,
})

beforeEach(() => {
  vi.resetAllMocks()
  rotations = []
  rotateKey.mockImplementation(async () => {
    rotations = [rotation()]
    return rotation()
  })
})

const settle = async () => {
  await flushPromises()
  await new Promise((resolve) => setTimeout(resolve))
  await flushPromises()
}
async function show(more: Parameters<typeof template>[2] = {}) {
  startDesk({ templates: { rotations: async () => ({ items: rotations }), rotateKey } })
  mountIn('en', RotateKey, { props: { template: template(1000, 'all-events', more) } })
  await settle()
}
const press = async (name: string) => {
  button(name).click()
  await settle()
}
const text = () => page().textContent?.replace(/\s+/g, ' ') ?? ''

describe('rotating a key', () => {
  it('says what it does before it is asked for, and asks once with the consequence', async () => {
    await show()
    expect(text()).toContain('accepts both while the change takes effect')
    await press('Rotate key…')
    expect(page().querySelector('[role=dialog]')?.textContent).toContain('Rotate the callback key of all-events')
    expect(text()).toContain('Nobody gets to see the new key.')
    expect(rotateKey).not.toHaveBeenCalled()
  })

  it('can be left without a trace', async () => {
    await show()
    await press('Rotate key…')
    await press('Cancel')
    expect(rotateKey).not.toHaveBeenCalled()
    expect(page().querySelector('[role=dialog]')).toBeNull()
  })

  it('warns of receivers elsewhere that will not know the new key', async () => {
    const urls = {
      streamBegin: 'https://desk.example/c/a.b/streamBegin',
      record: 'https://other.example/r',
      snapshot: 'https://other.example/s',
    }
    await show({ urls, toThisDesk: ['streamBegin'] })
    await press('Rotate key…')
    expect(text()).toContain('2 of its URLs do not lead to this desk: receivers there cannot verify events any more.')
  })

  it('shows the rotation as soon as it has begun', async () => {
    await show()
    await press('Rotate key…')
    await press('Rotate key')
    expect(rotateKey).toHaveBeenCalledWith({ id: 1000 }, expect.anything())
    expect(page().querySelector('[role=dialog]')).toBeNull()
    expect(text()).toContain('Rotating: the old key is accepted too, until')
  })

  it('stays open with the reason when the cloud refuses, and nothing is called rotated', async () => {
    rotateKey.mockRejectedValueOnce(new AppError('cloud.refused', { details: { apiCode: 'LimitExceeded' } }))
    await show()
    await press('Rotate key…')
    await press('Rotate key')
    expect(page().querySelector('[role=dialog] [role=alert]')).not.toBeNull()
    expect(text()).not.toContain('Rotating:')
    await press('Rotate key')
    expect(rotateKey).toHaveBeenCalledTimes(2)
    expect(text()).toContain('Rotating:')
  })
})

describe('a rotation under way', () => {
  it('counts down while the last event was signed with the old key, or none has come', async () => {
    rotations = [rotation({ signedWith: 'old', signedAt: Date.now() })]
    await show()
    expect(text()).toContain('The last event was still signed with the old key. The change takes full effect in 9 min.')
  })

  it('says that none has come rather than that all is well', async () => {
    rotations = [rotation({ expectedBy: Date.now() - minute })]
    await show()
    expect(text()).toContain('No signed event has come since.')
    expect(text()).not.toContain('takes full effect')
  })

  it('is proven by the first event signed with the new key', async () => {
    rotations = [rotation({ signedWith: 'new', signedAt: Date.now(), newSince: Date.now() })]
    await show()
    expect(text()).toContain('The last event was signed with the new key.')
    expect(text()).not.toContain('takes full effect')
  })

  it('of another template is none of this one', async () => {
    rotations = [rotation({ templateId: 1001 })]
    await show()
    expect(text()).not.toContain('Rotating:')
  })
})
