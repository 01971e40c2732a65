import { describe, expect, it } from 'vitest'
import { createSources } from '../../../src-main/core/tunnel/ssh-sources.ts'

const limits = { atOnce: 2, perSecond: 3, remembered: 3 }

function create() {
  let at = 0
  const sources = createSources(limits, () => at)
  const times = (address: string, count: number) => Array.from({ length: count }, () => sources.admits(address))
  return { sources, times, wait: (ms: number) => (at += ms) }
}

describe('who connects to the forwarded port', () => {
  it('is held to a few connections at once while nothing of it was taken', () => {
    const { sources, times } = create()
    expect(times('a', 3)).toEqual([true, true, false])
    sources.left('a')
    expect(times('a', 2)).toEqual([true, false])
  })

  it('is held to a few new ones a second, however soon they are over', () => {
    const { sources, wait } = create()
    const once = () => {
      const isIn = sources.admits('a')
      if (isIn) sources.left('a')
      return isIn
    }
    expect([once(), once(), once(), once()]).toEqual([true, true, true, false])
    wait(1000)
    expect(once()).toBe(true)
  })

  it('takes nothing from anybody else', () => {
    const { times } = create()
    times('a', 100)
    expect(times('b', 2)).toEqual([true, true])
  })

  it('is carried without a limit once the receiver has taken something from it', () => {
    const { sources, times } = create()
    times('cloud', 1)
    sources.prove('cloud')
    expect(times('cloud', 100)).not.toContain(false)
  })

  it('is forgotten for others when it has long not been seen, but not while it is connected', () => {
    const { sources, times } = create()
    times('a', 2)
    for (const other of ['b', 'c', 'd', 'e', 'f']) {
      sources.admits(other)
      sources.left(other)
    }
    expect(sources.admits('a')).toBe(false)
  })
})
