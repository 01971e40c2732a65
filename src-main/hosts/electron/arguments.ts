/** The command line of the Electron host. Switches of Chromium's own may stand among it and are let be. */
import { parseArgs } from 'node:util'
import type { App } from 'electron'

export interface Arguments {
  readonly data: string | null
  readonly practice: boolean
}

export function readArguments(args: readonly string[]): Arguments {
  const options = { data: { type: 'string' }, practice: { type: 'boolean' } } as const
  const { values } = parseArgs({ args: [...args], options, strict: false })
  return {
    data: typeof values.data === 'string' && values.data ? values.data : null,
    practice: values.practice === true,
  }
}

/** A packaged desk cannot be driven from outside: with these switches any program could read its page (E6). */
export function isDriven({ commandLine, isPackaged }: Pick<App, 'commandLine' | 'isPackaged'>): boolean {
  return isPackaged && ['remote-debugging-port', 'remote-debugging-pipe'].some((name) => commandLine.hasSwitch(name))
}
