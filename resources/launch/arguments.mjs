/** The launcher's command line, and what of it each host is given. */
import { parseArgs } from 'node:util'

export const usage = `npm start               opens Callback Desk in a window, or in a browser where no window can be shown
npm start -- [options]

  --headless    serve the desk to a browser on this machine, without a window
  --port N      with a browser: the page's port on 127.0.0.1 (default 4780, or any free one when that is taken)
  --data DIR    the folder of this desk: settings, events, log
  --practice    start on the practice cloud: a whole CSS on this machine, no account needed
  --help        show this

npm run dev             the same with hot reload; takes the same options
`

const options = /** @type {const} */ ({
  headless: { type: 'boolean', default: false },
  port: { type: 'string' },
  data: { type: 'string' },
  practice: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  dev: { type: 'boolean', default: false },
})

/** `problem` is a sentence for the person when the arguments make no sense. */
export function readArguments(/** @type {string[]} */ argv) {
  const { values, problem } = parse(argv)
  const shared = [...pair('--data', values.data), ...(values.practice ? ['--practice'] : [])]
  return {
    problem,
    headless: values.headless === true,
    help: values.help === true,
    dev: values.dev === true,
    /** What the Electron host is given. */
    electron: shared,
    /** What the headless host is given. */
    browser: [...pair('--port', values.port), ...shared],
  }
}

const pair = (/** @type {string} */ name, /** @type {string | undefined} */ value) =>
  value === undefined ? [] : [name, value]

/** @returns {{ values: Partial<ReturnType<typeof parseArgs<{ options: typeof options }>>['values']>, problem: string | null }} */
function parse(/** @type {string[]} */ argv) {
  try {
    const { values } = parseArgs({ args: argv, options })
    return { values, problem: portProblem(values.port) }
  } catch (error) {
    return { values: {}, problem: /** @type {Error} */ (error).message }
  }
}

function portProblem(/** @type {string | undefined} */ port) {
  const fits = port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65535)
  return fits ? null : `--port needs a number from 0 to 65535, not "${port}".`
}
