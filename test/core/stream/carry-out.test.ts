/** A cut whose answer got lost, on a cloud that takes its time to show what it has done. */
import { expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { carryOut } from '../../../src-main/core/stream/carry-out.ts'
import { room } from './support.ts'

it('looks again for what the cloud shows only after a while, and then no more', async () => {
  for (const [shownAt, expected, waits] of [
    [1, 'state', []],
    [3, 'state', [1000, 2000]],
    [4, 'stream.unclear', [1000, 2000]],
  ] as const) {
    let [calls, looks] = [0, 0]
    const waited: number[] = []
    const end = await carryOut(
      async () => {
        calls++
        throw new AppError('cloud.timeout')
      },
      async () => ++looks >= shownAt,
      { ref: room, action: 'cut', wait: async (ms) => waited.push(ms) },
    ).catch((error: AppError) => error.code)
    expect([end, waited, calls]).toEqual([expected, waits, 1])
  }
})
