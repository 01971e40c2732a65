import { describe, expect, it } from 'vitest'
import { closeAll } from '../../src-main/core/close-all.ts'
import { createRecordedLog } from '../fakes/log.ts'

describe('closing everything', () => {
  it('waits for each part before it turns to the next', async () => {
    const closed: string[] = []
    const slow = () => new Promise(setImmediate).then(() => closed.push('slow'))
    const quick = () => closed.push('quick')
    const parts = [
      ['slow', slow],
      ['quick', quick],
    ] as const
    await closeAll(parts, createRecordedLog())
    expect(closed).toEqual(['slow', 'quick'])
  })

  it('closes the rest when parts fail at once or later, logs each, and tells of all in the end', async () => {
    const [early, late] = [new Error('early'), new Error('late')]
    const log = createRecordedLog()
    const closed: string[] = []
    const throws = () => {
      throw early
    }
    const parts = [
      ['first', throws],
      ['second', () => Promise.reject(late)],
      ['third', () => closed.push('third')],
    ] as const
    await expect(closeAll(parts, log)).rejects.toMatchObject({ errors: [early, late] })
    expect(closed).toEqual(['third'])
    expect(log.lines.map(({ level, facts }) => [level, facts])).toEqual([
      ['error', { part: 'first', error: early }],
      ['error', { part: 'second', error: late }],
    ])
  })
})
