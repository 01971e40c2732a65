/**
 * Cold start: from starting the process to the first byte of its first answer, for the headless host with
 * an empty profile and for a bare `node:http` server, turn by turn.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const rounds = 9
const headless = fileURLToPath(new URL('../../out/main/headless.js', import.meta.url))
const bare = `require('node:http').createServer((q, s) => s.end('ok')).listen(0, '127.0.0.1', function () { console.log('http://127.0.0.1:' + this.address().port + '/') })`

const firstByte = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    get(url, (response) => response.once('readable', () => resolve(response.destroy() && undefined))).on(
      'error',
      reject,
    )
  })

/** Milliseconds until the server whose address `args` prints has answered. */
async function timeStart(args: string[]): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  try {
    let text = ''
    for await (const chunk of child.stdout) {
      text += chunk
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(text)?.[0]
      if (!url) continue
      await firstByte(url)
      return performance.now() - started
    }
    throw new Error(`It ended without an address: ${text}`)
  } finally {
    child.kill()
    await exited
  }
}

function summary(times: number[]) {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN)
  return { 'median ms': at(0.5), 'fastest ms': at(0), 'slowest ms': at(1), rounds: sorted.length }
}

export async function measureStart() {
  const times = { bare: [] as number[], desk: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    times.bare.push(await timeStart(['-e', bare]))
    const dataDir = mkdtempSync(join(tmpdir(), 'callback-desk-bench-'))
    times.desk.push(await timeStart([headless, '--port', '0', '--data', dataDir]))
    rmSync(dataDir, { recursive: true, force: true })
  }
  return {
    'bare node:http to first byte': summary(times.bare),
    'headless desk to first byte (goal < 1 s)': summary(times.desk),
  }
}
