import { describe, expect, it } from 'vitest'
import { mustTypeName } from '../../src-main/contract/streams.ts'

describe('a ban is confirmed by the stream’s name', () => {
  const here = { isCase: true }
  const elsewhere = { isCase: false }
  const asks = (places: { isCase?: boolean }[], isComplete = true) => mustTypeName({ places, isComplete })

  it('when it hits another place than the one decided about, pushed now or before', () => {
    expect(asks([here, elsewhere])).toBe(true)
    expect(asks([elsewhere])).toBe(true)
    expect(asks([{}])).toBe(true)
  })
  it('when nobody knows how many it hits', () => expect(asks([here], false)).toBe(true))
  it('and else it is not', () => {
    expect(asks([here])).toBe(false)
    expect(asks([])).toBe(false)
  })
})
