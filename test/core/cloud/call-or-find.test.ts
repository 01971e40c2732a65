import { describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { callOrFind } from '../../../src-main/core/cloud/call-or-find.ts'

const fails = (error: unknown) => vi.fn(() => Promise.reject(error))

describe('a change whose answer got lost', () => {
  it.each(['cloud.timeout', 'cloud.reset', 'cloud.notJson'] as const)('is looked up after %s', async (code) => {
    const call = fails(new AppError(code))
    await expect(callOrFind(call, async () => true)).resolves.toBeUndefined()
    await expect(callOrFind(call, async () => false)).rejects.toMatchObject({ code })
    await expect(callOrFind(call, fails(new Error('nor can it be read')))).rejects.toMatchObject({ code })
    expect(call).toHaveBeenCalledTimes(3)
  })

  it('is not looked up when it was refused or never sent, nor when it was answered', async () => {
    const isDone = vi.fn(async () => true)
    for (const code of ['cloud.refused', 'template.notFound'] as const)
      await expect(callOrFind(fails(new AppError(code)), isDone)).rejects.toMatchObject({ code })
    await callOrFind(async () => {}, isDone)
    expect(isDone).not.toHaveBeenCalled()
  })
})
