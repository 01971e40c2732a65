import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { UrlGroup } from '../../../src-main/contract/sites.ts'
import { createPaths } from '../../../src-main/core/receiver/paths.ts'

const paths = createPaths(Buffer.alloc(32, 1))
const otherDesk = createPaths(Buffer.alloc(32, 2))

describe('a path this desk hands out', () => {
  it.each([...UrlGroup.options, 'heartbeat' as const])('names its slot and %s', (group) => {
    const slot = paths.newSlot()
    expect(paths.read(paths.pathFor(slot, group))).toEqual({ slot, group })
  })

  it('proves itself with at least 128 bits', () => {
    expect(paths.pathFor('abcdefgh', 'record')).toMatch(/^\/c\/abcdefgh\.[A-Za-z0-9_-]{22}\/record$/)
  })

  it('stays readable behind a proxy that keeps its prefix, and with a query', () => {
    const path = paths.pathFor('abcdefgh', 'record')
    expect(paths.read(`/live/desk${path}?action=record`)).toEqual({ slot: 'abcdefgh', group: 'record' })
  })

  it('never repeats a slot in practice', () => {
    expect(new Set(Array.from({ length: 1000 }, () => paths.newSlot())).size).toBe(1000)
  })
})

describe('any other path', () => {
  const path = paths.pathFor('abcdefgh', 'record')
  it.each([
    ['of another desk', otherDesk.pathFor('abcdefgh', 'record')],
    ['with another slot', path.replace('abcdefgh', 'abcdefgi')],
    ['with a changed mac', path.replace(/\.(.)/, (_all, first) => `.${first === 'A' ? 'B' : 'A'}`)],
    ['with a mac cut short', path.replace(/\.(.{21})./, '.$1')],
    ['of an unknown group', path.replace('record', 'nothing')],
    ['of an inherited name', path.replace('record', 'constructor')],
    ['with more behind it', `${path}/more`],
    ['in absolute form', `http://desk.example.com${path}`],
    ['that is empty', ''],
  ])('%s is not read', (_name, given) => {
    expect(paths.read(given)).toBeNull()
  })

  it('is not read, whatever it is', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => paths.read(text) === null))
    fc.assert(
      fc.property(
        fc.stringMatching(/^\/c\/[a-z0-9]{8}\.[A-Za-z0-9_-]{22}\/record$/),
        (text) => paths.read(text) === null,
      ),
    )
  })
})

describe('the heartbeat', () => {
  it('is answered as only this desk can', () => {
    expect(paths.heartbeatAnswer('nonce')).toBe(createPaths(Buffer.alloc(32, 1)).heartbeatAnswer('nonce'))
    expect(paths.heartbeatAnswer('nonce')).not.toBe(otherDesk.heartbeatAnswer('nonce'))
    expect(paths.heartbeatAnswer('nonce')).not.toBe(paths.heartbeatAnswer('other'))
  })

  it('never reveals a path: an answer is no mac, even of a nonce that is a slot', () => {
    expect(paths.pathFor('abcdefgh', 'record')).not.toContain(paths.heartbeatAnswer('abcdefgh').slice(0, 22))
  })
})
