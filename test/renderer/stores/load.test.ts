import { describe, expect, it, vi } from 'vitest'
import { effectScope } from 'vue'
import { AppError } from '../../../src-main/contract/errors.ts'
import { announce, announceMissed } from '../../../src-renderer/stores/changes.ts'
import { createLoad } from '../../../src-renderer/stores/load.ts'

/** A reading whose answers the test gives when it likes. */
function reading() {
  const asked: { resolve(value: string): void; reject(error: unknown): void }[] = []
  const read = vi.fn(() => new Promise<string>((resolve, reject) => asked.push({ resolve, reject })))
  return {
    read,
    answer: (value: string) => asked.shift()?.resolve(value),
    fail: (error: unknown) => asked.shift()?.reject(error),
  }
}

describe('a load', () => {
  it('keeps the old data, with its age, while new data comes', async () => {
    const { read, answer } = reading()
    const load = createLoad(read, [])
    const first = load.refresh()
    answer('old')
    await first
    const age = load.loadedAt.value
    const second = load.refresh()
    expect(load).toMatchObject({ data: { value: 'old' }, loadedAt: { value: age }, isLoading: { value: true } })
    answer('new')
    await second
    expect(load).toMatchObject({ data: { value: 'new' }, isLoading: { value: false } })
  })

  it('shows an error beside the old data and forgets it after a reading that works', async () => {
    const { read, answer, fail } = reading()
    const load = createLoad(read, [])
    void load.refresh()
    answer('old')
    await vi.waitFor(() => expect(load.data.value).toBe('old'))
    const failing = load.refresh()
    fail(new AppError('cloud.timeout'))
    await failing
    expect(load.error.value?.code).toBe('cloud.timeout')
    expect(load.data.value).toBe('old')
    const working = load.refresh()
    answer('new')
    await working
    expect(load.error.value).toBeNull()
  })

  it('names a surprise as an internal error', async () => {
    const load = createLoad(() => Promise.reject(new TypeError('x is not a function')), [])
    await load.refresh()
    expect(load.error.value?.code).toBe('internal')
  })

  it('asks once more after the running reading when something changed meanwhile', async () => {
    const { read, answer } = reading()
    const load = createLoad(read, ['domains'])
    const running = load.refresh()
    announce('domains')
    announce('domains')
    answer('before the change')
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2))
    answer('after it')
    await running
    expect(load.data.value).toBe('after it')
    expect(read).toHaveBeenCalledTimes(2)
  })

  it('reads nothing before a page wanted it', () => {
    const { read } = reading()
    createLoad(read, ['domains'])
    announce('domains')
    announce('account')
    expect(read).not.toHaveBeenCalled()
  })

  it('shows fresh data at once when its page opens again', async () => {
    const { read, answer } = reading()
    const load = createLoad(read, [])
    const opening = load.open()
    answer('fresh')
    await opening
    await load.open()
    expect(read).toHaveBeenCalledTimes(1)
  })
})

describe('when another account is in use', () => {
  it('drops what belongs to the old one, also an answer still under way', async () => {
    const { read, answer } = reading()
    const load = createLoad(read, [])
    const running = load.refresh()
    announce('account')
    answer('of the old account')
    await vi.waitFor(() => expect(read).toHaveBeenCalledTimes(2))
    expect(load.data.value).toBeNull()
    answer('of the new account')
    await running
    expect(load.data.value).toBe('of the new account')
  })

  it('keeps what belongs to the desk, and reads it again', async () => {
    const { read, answer } = reading()
    const load = createLoad(read, [], { perAccount: false })
    const first = load.refresh()
    answer('settings')
    await first
    announce('account')
    expect(load.data.value).toBe('settings')
    expect(read).toHaveBeenCalledTimes(2)
  })
})

it('after a lost connection everything is read again and nothing thrown away, whatever it follows', async () => {
  const { read, answer } = reading()
  const load = createLoad(read, [])
  const first = load.refresh()
  answer('old')
  await first
  announceMissed()
  expect(load.data.value).toBe('old')
  expect(read).toHaveBeenCalledTimes(2)
})

it('follows the changes only as long as the component lives that made it', async () => {
  const { read, answer } = reading()
  const scope = effectScope()
  const opening = scope.run(() => createLoad(read, ['settings']).open())
  answer('settings')
  await opening
  scope.stop()
  announce('settings')
  announceMissed()
  expect(read).toHaveBeenCalledTimes(1)
})
