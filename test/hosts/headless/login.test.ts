import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLogin, type Entry, sessionMs } from '../../../src-main/hosts/headless/login.ts'

let folder: string
let file: string
let clock = 1_000_000
const now = () => clock
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-login-'))
  file = join(folder, 'sessions.json')
})
afterEach(() => rmSync(folder, { recursive: true }))

const sessionIn = (entry: Entry): string => {
  if (!('session' in entry)) throw new Error(`refused: ${entry.refused}`)
  return entry.session
}

describe('a one-time token', () => {
  it('opens one session, once', () => {
    const login = createLogin(file, { now })
    const token = login.newToken()
    expect(login.isOpen(sessionIn(login.enter(token)))).toBe(true)
    expect(login.enter(token)).toEqual({ refused: 'wrong' })
  })

  it('is worth nothing once a newer one is out', () => {
    const login = createLogin(file, { now })
    const [old, fresh] = [login.newToken(), login.newToken()]
    expect(login.enter(old)).toEqual({ refused: 'wrong' })
    expect(login.enter(fresh)).toHaveProperty('session')
  })

  it('has at least 128 bits and is new every time', () => {
    const login = createLogin(file, { now })
    const tokens = Array.from({ length: 50 }, () => login.newToken())
    expect(new Set(tokens).size).toBe(50)
    for (const token of tokens) expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16)
  })

  it('does not exist before it was asked for', () => {
    expect(createLogin(file, { now }).enter('')).toEqual({ refused: 'wrong' })
  })
})

describe('wrong tokens', () => {
  it('are looked at five times a minute, and then not even the right one is', () => {
    const login = createLogin(file, { now })
    const token = login.newToken()
    for (let n = 0; n < 5; n++) expect(login.enter(`wrong ${n}`)).toEqual({ refused: 'wrong' })
    clock += 20_000
    expect(login.enter(token)).toEqual({ refused: 'tooMany', retryAfterMs: 40_000 })
    clock += 40_000
    expect(login.enter(token)).toHaveProperty('session')
  })

  it('do not count the ones that were refused unlooked at, so nobody is locked out for good', () => {
    const login = createLogin(file, { now })
    for (let n = 0; n < 50; n++) login.enter('wrong')
    clock += 60_000
    expect(login.enter(login.newToken())).toHaveProperty('session')
  })
})

describe('a session', () => {
  it('ends with a logout and after its time', () => {
    const login = createLogin(file, { now })
    const [left, kept] = [sessionIn(login.enter(login.newToken())), sessionIn(login.enter(login.newToken()))]
    login.leave(left)
    expect([login.isOpen(left), login.isOpen(kept)]).toEqual([false, true])
    clock += sessionMs
    expect(login.isOpen(kept)).toBe(false)
  })

  it('outlives a restart, and so does its end', () => {
    const first = createLogin(file, { now })
    const [kept, left] = [sessionIn(first.enter(first.newToken())), sessionIn(first.enter(first.newToken()))]
    first.leave(left)
    const second = createLogin(file, { now })
    expect([second.isOpen(kept), second.isOpen(left)]).toEqual([true, false])
  })

  it('is on the disk only as a hash, for its user alone', () => {
    const login = createLogin(file, { now })
    const session = sessionIn(login.enter(login.newToken()))
    expect(readFileSync(file, 'utf8')).not.toContain(session)
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('is forgotten, not feared, when the file is broken', () => {
    writeFileSync(file, '{"nonsense": true')
    const login = createLogin(file, { now })
    expect(login.isOpen('anything')).toBe(false)
    expect(login.enter(login.newToken())).toHaveProperty('session')
  })

  it('is opened and ended although nothing can be written, and does not come back then', () => {
    const login = createLogin(file, { now })
    const left = sessionIn(login.enter(login.newToken()))
    // Stands where the new file would be written first.
    mkdirSync(`${file}.tmp`)
    const kept = sessionIn(login.enter(login.newToken()))
    login.leave(left)
    expect([login.isOpen(left), login.isOpen(kept)]).toEqual([false, true])
    expect(createLogin(file, { now }).isOpen(left)).toBe(false)
  })

  it('is one of a hundred at most: the oldest go', () => {
    const login = createLogin(file, { now })
    const sessions = Array.from({ length: 101 }, () => sessionIn(login.enter(login.newToken())))
    expect(sessions.filter((session) => login.isOpen(session)).length).toBe(100)
    expect(login.isOpen(sessions[0] ?? '')).toBe(false)
  })
})
