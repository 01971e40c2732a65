import { describe, expect, it } from 'vitest'
import type { StreamListener } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { DeskClient } from '../../../src-main/contract/index.ts'
import { createEventExport, type ExportFile } from '../../../src-renderer/stores/event-export.ts'

type Export = DeskClient['events']['export']
type Input = Parameters<Export>[0]
type Item = Parameters<Parameters<Export>[1]['onItem']>[0]

function setUp() {
  const saved: ExportFile[] = []
  const asked: { input: Input; listener: StreamListener<Input, Item>; isStopped: boolean }[] = []
  const events: { export: Export } = {
    export(input, listener) {
      const one = { input, listener, isStopped: false }
      asked.push(one)
      return () => {
        one.isStopped = true
      }
    },
  }
  const job = createEventExport(events, (file) => saved.push(file))
  job.start({ types: [317] }, 'csv')
  const one = asked[0]
  if (!one) throw new Error('nothing was asked for')
  return { job, saved, asked, one }
}

describe('an export', () => {
  it('collects the parts, shows its progress, and saves one file at the end', () => {
    const { job, saved, one } = setUp()
    expect(one.input).toEqual({ filter: { types: [317] }, format: 'csv' })
    one.listener.onItem({ text: 'a\n', rows: 1, total: 2 })
    expect(job.progress.value).toEqual({ rows: 1, total: 2 })
    expect(saved).toEqual([])
    one.listener.onItem({ text: 'b\n', rows: 2, total: 2 })
    one.listener.onEnd?.()
    expect(saved).toMatchObject([{ type: 'text/csv', parts: ['a\n', 'b\n'], rows: 2 }])
    expect(saved[0]?.name).toMatch(/^callback-desk-events-.*\.csv$/)
    expect(job.isRunning.value).toBe(false)
  })

  it('saves nothing when it is cancelled or fails', () => {
    const cancelled = setUp()
    cancelled.job.cancel()
    expect(cancelled.one.isStopped).toBe(true)
    expect(cancelled.job.isRunning.value).toBe(false)
    const failed = setUp()
    failed.one.listener.onEnd?.(new AppError('store.failed'))
    expect(failed.job.error.value?.code).toBe('store.failed')
    expect([...cancelled.saved, ...failed.saved]).toEqual([])
  })

  it('begins anew after a lost connection, without writing rows twice', () => {
    const { saved, one } = setUp()
    one.listener.onItem({ text: 'a\n', rows: 1, total: 1 })
    expect(one.listener.resume?.()).toEqual(one.input)
    one.listener.onItem({ text: 'a\n', rows: 1, total: 1 })
    one.listener.onEnd?.()
    expect(saved[0]?.parts).toEqual(['a\n'])
  })

  it('tries again what failed, in the form that was asked for', () => {
    const { job, asked, one } = setUp()
    one.listener.onEnd?.(new AppError('store.failed'))
    job.retry()
    expect(asked[1]?.input).toEqual(one.input)
    expect(job.error.value).toBeNull()
  })

  it('runs one at a time', () => {
    const { job, asked } = setUp()
    job.start({}, 'jsonl')
    expect(asked).toHaveLength(1)
  })
})
