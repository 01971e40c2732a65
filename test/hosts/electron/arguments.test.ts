import { describe, expect, it } from 'vitest'
import { isDriven, readArguments } from '../../../src-main/hosts/electron/arguments.ts'

describe('the command line', () => {
  it('takes a folder and the practice cloud, beside switches of Chromium’s own', () => {
    expect(readArguments([])).toEqual({ data: null, practice: false })
    expect(readArguments(['--no-sandbox', '--data', 'x', '--ozone-platform=wayland', '--practice', 'file'])).toEqual({
      data: 'x',
      practice: true,
    })
    expect(readArguments(['--data=x'])).toEqual({ data: 'x', practice: false })
  })

  it('takes a --data without a folder as none', () => {
    expect(readArguments(['--data']).data).toBeNull()
    expect(readArguments(['--data=']).data).toBeNull()
  })
})

describe('being driven from outside (E6)', () => {
  const app = (isPackaged: boolean, ...switches: string[]) =>
    ({ isPackaged, commandLine: { hasSwitch: (name: string) => switches.includes(name) } }) as never

  it('is refused by a packaged desk', () => {
    expect(isDriven(app(true, 'remote-debugging-port'))).toBe(true)
    expect(isDriven(app(true, 'remote-debugging-pipe'))).toBe(true)
    expect(isDriven(app(true, 'lang'))).toBe(false)
  })

  it('is allowed from source, where tests need it', () => {
    expect(isDriven(app(false, 'remote-debugging-port'))).toBe(false)
  })
})
