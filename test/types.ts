/** Type-checks every layer with its own globals, two at a time; prints what vue-tsc says and fails if any layer does. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

// The longest first.
const waiting = ['test', 'src-renderer', 'src-main', 'src-main/contract']
let failed = false

async function check(): Promise<void> {
  for (let layer = waiting.shift(); layer; layer = waiting.shift()) {
    const child = spawn('vue-tsc', ['--noEmit', '-p', layer], {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    })
    const [status] = await once(child, 'close')
    failed ||= status !== 0
  }
}

await Promise.all([check(), check()])
process.exitCode = Number(failed)
