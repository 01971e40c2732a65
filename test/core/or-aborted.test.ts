import { expect, it } from 'vitest'
import { orAborted } from '../../src-main/core/or-aborted.ts'

const never = new Promise<never>(() => {})

it('waits for what is done, and no longer than somebody wants it', async () => {
  const controller = new AbortController()
  expect(await orAborted(Promise.resolve(1), controller.signal)).toBe(1)
  await expect(orAborted(Promise.reject(new Error('no')), controller.signal)).rejects.toThrow('no')
  const waiting = orAborted(never, controller.signal)
  controller.abort(new Error('left'))
  await expect(waiting).rejects.toThrow('left')
  await expect(orAborted(never, controller.signal)).rejects.toThrow('left')
})
