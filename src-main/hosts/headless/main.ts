/**
 * The entry of the headless host: reads the command line and starts the thread that commits events, which loads beside
 * the desk. It imports little, so that the thread starts at once.
 */
import { spawnWriter } from '../../core/store/spawn-writer.ts'
import { readArguments, UsageError, usage } from './arguments.ts'
import { StartError } from './start-error.ts'

const out = new URL('..', import.meta.url)

function fail(error: unknown): void {
  const known = error instanceof StartError || error instanceof UsageError
  process.stderr.write(`${known ? (error as Error).message : ((error as Error).stack ?? error)}\n`)
  process.exit(1)
}

try {
  const args = readArguments(process.argv.slice(2))
  if (args.help) process.stdout.write(`${usage}\n`)
  else {
    const writer = spawnWriter(new URL('main/writer.js', out))
    const { run } = await import('./run.ts')
    await run(args, { out, writer })
  }
} catch (error) {
  fail(error)
}
