/** The built desk as it is shipped (`npm run build`): its memory, and how soon it stores the first callback. */
import { spawn } from 'node:child_process'
import { once as event } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createPaths } from '../../src-main/core/receiver/paths.ts'
import { dayMs, manyStored, ms, rounds, seconds, temporary } from './ingest.ts'
import { load, median, type Running, rssMb, threadTimes } from './measure.ts'
import { fillStore } from './stored-events.ts'

const headless = fileURLToPath(new URL('../../out/main/headless.js', import.meta.url))
const bare = (port: number) =>
  `require('node:http').createServer((q, s) => q.resume().on('end', () => s.end('ok'))).listen(${port}, '127.0.0.1')`
const secret = Buffer.alloc(32, 5)
const path = createPaths(secret).pathFor('abcdefgh', 'streamBegin')
/** Settled once it has used less than a fiftieth of a core for this long: the ballast and the index are there. */
const settleMs = 8000
const settledCpuMs = settleMs / 50

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await event(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await event(server, 'close')
  return port
}

/** A profile whose receiver and path are known beforehand. */
async function prepare(folder: string): Promise<{ args: string[]; port: number }> {
  const port = await freePort()
  mkdirSync(folder, { recursive: true })
  const settings = { settings: { receiver: { port } }, receiver: { secret: secret.toString('base64') } }
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings))
  return { args: [headless, '--port', '0', '--data', folder], port }
}

function start(args: readonly string[], port: number): Running {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  const exited = event(child, 'exit')
  return {
    ...{ child, port, path, host: `127.0.0.1:${port}` },
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** Whether a callback was answered 200. */
const post = (port: number, number: number): Promise<boolean> =>
  new Promise((resolve) => {
    const asked = request({ port, path, host: '127.0.0.1', method: 'POST', agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    asked.on('error', () => resolve(false))
    asked.end(`{"event_type":1,"sequence":"${number}","stream_id":"first"}`)
  })

let posted = 0
async function untilStored(port: number): Promise<void> {
  while (!(await post(port, posted++))) await delay(1)
}

/** Milliseconds from starting the process to the first 200. */
async function timeStart(args: readonly string[], port: number): Promise<number> {
  const begun = performance.now()
  const server = start(args, port)
  await untilStored(port)
  const took = performance.now() - begun
  await server.stop()
  return took
}

export async function measureBuilt(): Promise<Record<string, object>> {
  const stored = temporary()
  const empty = temporary()
  fillStore(join(stored.path, 'desk.db'), manyStored, Date.now(), dayMs).close()
  const times = { bare: [] as number[], empty: [] as number[], stored: [] as number[] }
  for (let round = 0; round < rounds * 3; round++) {
    const port = await freePort()
    times.bare.push(await timeStart(['-e', bare(port)], port))
    for (const [name, folder] of [
      ['empty', empty.path],
      ['stored', stored.path],
    ] as const) {
      const made = await prepare(folder)
      times[name].push(await timeStart(made.args, made.port))
    }
  }
  const row = (taken: readonly number[]) => ({
    'ms to the first 200': ms(median(taken)),
    '× bare': Math.round((median(taken) / median(times.bare)) * 100) / 100,
  })
  const memory = await measureMemory(stored.path)
  stored.remove()
  empty.remove()
  return {
    'start, bare node:http': row(times.bare),
    'start, desk': row(times.empty),
    [`start, desk with ${manyStored} events`]: row(times.stored),
    ...memory,
  }
}

async function untilSettled(desk: Running): Promise<void> {
  const used = () => Object.values(threadTimes(desk) ?? {}).reduce((sum, ms) => sum + ms, 0)
  for (let before = Number.NEGATIVE_INFINITY; used() - before > settledCpuMs; ) {
    before = used()
    await delay(settleMs)
  }
}

async function measureMemory(folder: string): Promise<Record<string, object>> {
  const { args, port } = await prepare(folder)
  const desk = start(args, port)
  try {
    await untilStored(port)
    await untilSettled(desk)
    const idle = rssMb(desk)
    await load(desk, { connections: 64, seconds: seconds * 5, rate: 1000, close: false, warmUp: 5000 })
    const busy = rssMb(desk)
    return {
      'memory, idle (goal ≤ 90)': { 'RSS MB': idle },
      'memory, 1,000 a second (goal ≤ 150)': { 'RSS MB': busy },
    }
  } finally {
    await desk.stop()
  }
}
