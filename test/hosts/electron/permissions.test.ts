import { readFileSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { limitPermissions } from '../../../src-main/hosts/electron/permissions.ts'

const origin = 'app://desk'

/** Every permission name that Electron's types know. */
const names = (() => {
  const types = readFileSync(new URL('../../../node_modules/electron/electron.d.ts', import.meta.url), 'utf8')
  const line = /setPermissionCheckHandler\(handler: .*permission: ([^,]+),/.exec(types)?.[1] ?? ''
  return [...line.matchAll(/'([^']+)'/g)].map(([, name]) => name ?? '')
})()
const granted = ['clipboard-sanitized-write', 'notifications']

type Request = (contents: null, name: string, answer: (yes: boolean) => unknown, details: object) => void
type Check = (contents: null, name: string, requestingOrigin: string) => boolean
let handlers: { request: Request; check: Check; device: () => boolean }

beforeEach(() => {
  handlers = {} as typeof handlers
  limitPermissions(
    {
      setPermissionRequestHandler: (handler: Request) => void Object.assign(handlers, { request: handler }),
      setPermissionCheckHandler: (handler: Check) => void Object.assign(handlers, { check: handler }),
      setDevicePermissionHandler: (handler: () => boolean) => void Object.assign(handlers, { device: handler }),
    } as never,
    origin,
  )
})

const request = (name: string, requestingUrl = `${origin}/`, isMainFrame = true): boolean => {
  const answers: boolean[] = []
  handlers.request(null, name, (yes) => answers.push(yes), { requestingUrl, isMainFrame })
  const [answer] = answers
  if (answer === undefined || answers.length > 1) throw new Error(`answered ${answers.length} times`)
  return answer
}

describe('permissions (E3)', () => {
  it('knows the names it is asked with', () => {
    expect(names.length).toBeGreaterThan(30)
    expect(names).toEqual(expect.arrayContaining(granted))
  })

  it('grants notifications and writing to the clipboard, and nothing else', () => {
    expect(names.filter((name) => request(name)).sort()).toEqual(granted)
    expect(names.filter((name) => handlers.check(null, name, `${origin}/`)).sort()).toEqual(granted)
    expect([request('a name of tomorrow'), handlers.check(null, 'a name of tomorrow', origin)]).toEqual([false, false])
  })

  it('grants them to the desk’s own page only', () => {
    for (const other of ['https://evil.example', 'app://desk.evil', 'app://desks/', '']) {
      expect(request('notifications', other)).toBe(false)
      expect(handlers.check(null, 'notifications', other)).toBe(false)
    }
    expect(request('notifications', `${origin}/`, false)).toBe(false)
  })

  it('hands out no device', () => {
    expect(handlers.device()).toBe(false)
  })
})
