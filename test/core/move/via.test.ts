import { describe, expect, it } from 'vitest'
import { cameBy } from '../../../src-main/core/move/via.ts'

const [to, from] = ['https://new.example.com', 'https://old.example.com']
const by = (headers: [string, string][], path = '/c/x.y/record') => cameBy({ headers, path }, to, from)

describe('the address by which a delivery came', () => {
  it('is told by its Host, with or without the default port and in any case', () => {
    expect(by([['Host', 'new.example.com']])).toBe('new')
    expect(by([['host', 'NEW.example.com:443']])).toBe('new')
    expect(by([['Host', 'old.example.com']])).toBe('old')
  })

  it('is told by what a proxy noted down when it put its own name there', () => {
    const own: [string, string] = ['Host', '127.0.0.1:8787']
    expect(by([own, ['X-Forwarded-Host', 'new.example.com']])).toBe('new')
    expect(by([own, ['X-Forwarded-Host', 'old.example.com']])).toBe('old')
    expect(by([own])).toBe('unknown')
    expect(by([])).toBe('unknown')
  })

  it('is told by the prefix where only that differs', () => {
    const prefixed = (path: string) =>
      cameBy({ headers: [['Host', 'h.example']], path }, 'https://h.example/b/', 'https://h.example/a')
    expect(prefixed('/b/c/x.y/record')).toBe('new')
    expect(prefixed('/a/c/x.y/record')).toBe('old')
    expect(prefixed('/c/x.y/record')).toBe('unknown')
  })

  it('is not known where the scheme alone differs', () => {
    const path = '/c/x.y/record'
    expect(cameBy({ headers: [['Host', 'h.example']], path }, 'https://h.example', 'http://h.example')).toBe('unknown')
  })
})
