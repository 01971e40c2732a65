import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog, maskSecrets } from '../../src-main/core/log.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'callback-desk-log-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const lines = () =>
  readFileSync(join(dataDir, 'desk.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  it('writes one JSON line each, with time, level and facts', () => {
    createLog(dataDir).warn('the port is taken', { port: 8787 })
    expect(lines()).toEqual([{ at: expect.any(String), level: 'warn', text: 'the port is taken', port: 8787 }])
  })

  it('writes an error with its cause', () => {
    createLog(dataDir).error('it broke', { error: new Error('outer', { cause: new Error('inner') }) })
    expect(lines()[0]?.error).toMatchObject({ message: 'outer', cause: { message: 'inner' } })
  })

  it('moves a file of 5 MB aside and starts a new one', () => {
    writeFileSync(join(dataDir, 'desk.log'), 'x'.repeat(5_000_001))
    createLog(dataDir).info('next')
    expect(statSync(join(dataDir, 'desk.old.log')).size).toBe(5_000_001)
    expect(lines()).toHaveLength(1)
  })

  it('does not throw when it cannot write', () => {
    const log = createLog(dataDir)
    rmSync(dataDir, { recursive: true })
    expect(() => log.info('lost')).not.toThrow()
    expect(existsSync(dataDir)).toBe(false)
  })

  it.each([
    ['a key id', `AKID${'Example0123456789'}`],
    ['an international key id', `IKID${'Example0123456789'}`],
    ['a request signature', `Signature=${'0123456789abcdef'.repeat(4)}`],
    ['a callback signature', `{"sign":"${'0123456789abcdef'.repeat(2)}"}`],
    ['a push credential', 'txSecret=0123456789abcdef0123456789abcdef&txTime=60B83800'],
    ['a path token', `/c/abcd1234.${'Xy_-'.repeat(6)}/streamBegin`],
  ])('masks %s wherever it stands', (_what, text) => {
    createLog(dataDir).info(`before ${text} after`, { deep: [{ text }] })
    const written = readFileSync(join(dataDir, 'desk.log'), 'utf8')
    expect(written).toContain('****')
    expect(written).not.toMatch(/Example0123456789|0123456789abcdef|Xy_-Xy_-/)
  })

  it('leaves ordinary text alone', () => {
    const text = 'Stream show-17 on push.example.com stopped: design review, 12 min'
    expect(maskSecrets(text)).toBe(text)
  })
})
