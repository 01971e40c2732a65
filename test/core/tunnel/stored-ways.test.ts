import { describe, expect, it } from 'vitest'
import { readWays } from '../../../src-main/core/tunnel/stored-ways.ts'

const own = { id: 'a', name: 'Office', config: { kind: 'own', url: 'https://cb.example.com', bind: '127.0.0.1' } }

function read(stored: unknown, formerUrl?: unknown) {
  const spoilt: string[] = []
  return { ways: readWays(formerUrl)(stored, (path) => spoilt.push(path)), spoilt }
}

describe('the kept ways', () => {
  it('begin with the one address that was set before there could be several, in use', () => {
    expect(read(undefined, 'https://cb.example.com/desk').ways).toEqual({
      kept: [
        {
          id: 'own',
          name: 'cb.example.com',
          config: { kind: 'own', url: 'https://cb.example.com/desk', bind: '127.0.0.1' },
        },
      ],
      activeId: 'own',
      previousId: null,
      lastBase: 'https://cb.example.com/desk',
    })
  })

  it.each([undefined, null, 17, 'nonsense'])('are none where %j stood', (formerUrl) => {
    expect(read(undefined, formerUrl)).toEqual({
      ways: { kept: [], activeId: null, previousId: null, lastBase: null },
      spoilt: [],
    })
  })

  it('do not take the former address up again once they are a section of their own', () => {
    const empty = { kept: [], activeId: null, previousId: null, lastBase: null }
    expect(read(empty, 'https://cb.example.com').ways).toEqual(empty)
  })

  it('are read one by one: a spoilt one costs none of the others', () => {
    const { ways, spoilt } = read({ kept: [own, { id: 'b' }, 'x'], activeId: 'b', previousId: 'a', lastBase: 'x' })
    expect(ways).toEqual({ kept: [own], activeId: null, previousId: null, lastBase: null })
    expect(spoilt).toEqual(['kept.1', 'kept.2', 'activeId'])
    expect(read('what').spoilt).toEqual([''])
  })

  it('use none that is not kept', () => {
    expect(read({ kept: [own], activeId: 'gone', previousId: 'a' }).ways).toMatchObject({
      activeId: null,
      previousId: 'a',
    })
  })
})
