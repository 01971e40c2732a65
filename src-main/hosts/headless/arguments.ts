/** The command line of the headless host. */
import { parseArgs } from 'node:util'

export interface Arguments {
  readonly port: number | null
  readonly data: string | null
  readonly practice: boolean
  readonly open: boolean
  readonly help: boolean
}

const options = {
  port: { type: 'string' },
  data: { type: 'string' },
  practice: { type: 'boolean', default: false },
  open: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const

export const usage = `Callback Desk for the browser

  --port N      the page's port on 127.0.0.1 (default 4780, or any free one when that is taken)
  --data DIR    the folder of this desk: settings, events, log
  --practice    start on the practice cloud
  --open        open the page in the default browser
  --help        show this
`

/** Arguments that make no sense; the text is for the person who typed them. */
export class UsageError extends Error {}

export function readArguments(args: readonly string[]): Arguments {
  const { values } = parse(args)
  const { port, data, practice, open, help } = values
  if (data === '') throw new UsageError('--data needs the name of a folder')
  return { port: port === undefined ? null : readPort(port), data: data ?? null, practice, open, help }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (!(port <= 65535)) throw new UsageError(`--port needs a number from 0 to 65535, not "${text}"`)
  return port
}
