import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, it } from 'vitest'
import { startPracticeThread } from '../../src-main/practice/start-thread.ts'
import { control, onClose, sdkFor } from './helpers.ts'

const file = new URL('../../src-main/practice/thread.ts', import.meta.url)

describe('the practice thread', () => {
  it('is a whole cloud, and ends when told', async () => {
    const cloud = await startPracticeThread(file, { site: 'cn', timeScale: 20 })
    onClose(cloud.close)
    expect((await sdkFor(cloud).DescribeLiveDomains({})).AllCount).toBe(6)
    expect((await control(cloud, 'status')).status).toBe(200)
    await cloud.close()
    await expect(control(cloud, 'status')).rejects.toThrow()
  })

  it('says why it cannot start, and leaves no thread behind', async () => {
    const first = await startPracticeThread(file, { site: 'cn', timeScale: 20 })
    onClose(first.close)
    const port = Number(new URL(first.endpoint).port)
    const second = new Worker(file, { workerData: { site: 'cn', timeScale: 20, port } })
    const exited = once(second, 'exit')
    expect(await once(second, 'message')).toEqual([{ error: expect.stringMatching(/EADDRINUSE/) }])
    expect(await exited).toEqual([0])
    await expect(startPracticeThread(file, { site: 'cn', timeScale: 20, port })).rejects.toThrow(/EADDRINUSE/)
    await expect(startPracticeThread(new URL('none.ts', file), { site: 'cn', timeScale: 20 })).rejects.toThrow()
  })
})
