import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'
import { AppError } from '../../../src-main/contract/errors.ts'
import { useSavedField } from '../../../src-renderer/composables/use-saved-field.ts'

const saved = ref('8787')
const save = vi.fn(async (value: number) => {
  saved.value = String(value)
})
const portField = () =>
  useSavedField(
    () => saved.value,
    (text) => (/^\d+$/.test(text) ? { value: Number(text) } : { problem: 'A whole number.' }),
    save,
  )

beforeEach(() => {
  saved.value = '8787'
  save.mockClear()
})

describe('a field of the settings', () => {
  it('is saved when it is left, and says so', async () => {
    const field = portField()
    field.text.value = '9000'
    await field.commit()
    expect(save).toHaveBeenCalledExactlyOnceWith(9000)
    expect(field.state.value).toBe('saved')
  })

  it('is not saved while it is wrong; the reason stands until it is typed on', async () => {
    const field = portField()
    field.text.value = 'many'
    await field.commit()
    expect(save).not.toHaveBeenCalled()
    expect(field.problem.value).toBe('A whole number.')
    field.text.value = '90'
    await nextTick()
    expect(field.problem.value).toBeNull()
  })

  it('is not saved again when nothing changed', async () => {
    await portField().commit()
    expect(save).not.toHaveBeenCalled()
  })

  it('keeps what was typed when saving fails, with the error', async () => {
    const field = portField()
    save.mockRejectedValueOnce(new AppError('receiver.portTaken'))
    field.text.value = '80'
    await field.commit()
    expect(field.error.value?.code).toBe('receiver.portTaken')
    expect(field.text.value).toBe('80')
    expect(field.state.value).toBe('idle')
  })

  it('follows another window, but not over somebody who types', async () => {
    const field = portField()
    saved.value = '1000'
    await flushPromises()
    expect(field.text.value).toBe('1000')
    field.text.value = '2000'
    await nextTick()
    saved.value = '3000'
    await flushPromises()
    expect(field.text.value).toBe('2000')
  })
})
