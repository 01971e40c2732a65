import { describe, expect, it } from 'vitest'
import { readArguments, UsageError, usage } from '../../../src-main/hosts/headless/arguments.ts'

describe('the command line', () => {
  it('asks for nothing by default', () => {
    expect(readArguments([])).toEqual({ port: null, data: null, practice: false, open: false, help: false })
  })

  it('takes every option', () => {
    expect(readArguments(['--port', '0', '--data', 'x', '--practice', '--open'])).toMatchObject({
      port: 0,
      data: 'x',
      practice: true,
      open: true,
    })
    expect(readArguments(['--help']).help).toBe(true)
  })

  it.each([
    [['--port', '65536']],
    [['--port', '-1']],
    [['--port', '80.5']],
    [['--port', '']],
    [['--port', '0x50']],
    [['--port']],
    [['--data', '']],
    [['--prot', '80']],
    [['surplus']],
  ])('refuses %j in words', (args) => {
    expect(() => readArguments(args)).toThrow(UsageError)
  })

  it('explains each of them', () => {
    for (const option of ['--port', '--data', '--practice', '--open', '--help']) expect(usage).toContain(option)
  })
})
