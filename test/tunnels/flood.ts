/**
 * W11: strangers at a door, 2,000 bad requests a second and more silent connections than the receiver takes at all,
 * while the cloud's callbacks go on. Both come from processes of their own, so that the desk alone is measured.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { CloudOptions, CloudResult } from './cloud-process.ts'
import type { TunnelDesk } from './desk.ts'
import type { Door } from './hardening.ts'
import type { StrangersOptions, StrangersResult } from './strangers.ts'

const bad = { rate: 2000, silent: 600 }
/** Not where the cloud comes from. */
const elsewhere = '127.0.0.2'
const good = { perSecond: 20, seconds: 10 }

function start(file: string, options: object) {
  const program = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, [program, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${file} ended without an answer`)))
  ended.catch(() => {})
  return {
    line: () => Promise.race([once(lines, 'line').then(([line]) => String(line)), ended]),
    end: () => void child.stdin.end(),
  }
}

export async function survivesFlood(desk: TunnelDesk, door: Door, firstMark: number) {
  const strangers = start('strangers.ts', {
    port: door.port,
    host: door.host,
    from: elsewhere,
    ...bad,
  } satisfies StrangersOptions)
  await strangers.line()
  const cloud = start('cloud-process.ts', { ...door, ...good, firstMark } satisfies CloudOptions)
  const { sent, accepted, again, times } = JSON.parse(await cloud.line()) as CloudResult
  const counted = strangers.line()
  strangers.end()
  const flood = JSON.parse(await counted) as StrangersResult
  const stored = await desk.stored()
  const lost = sent - accepted.filter((mark) => stored.has(mark)).length
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN
  const perSecond = (count: number) => Math.round(count / flood.seconds)
  return {
    isHeld: lost === 0,
    note:
      `${sent - lost} of ${sent} callbacks arrived, ${again} of them at the second delivery, ${lost} lost; answered in ${at(0.5)} ms (p50), ${at(0.99)} ms (p99), ${at(1)} ms at most; ` +
      `beside ${perSecond(flood.sent)} bad requests a second (${perSecond(flood.answered)} answered) and ${bad.silent} silent connections`,
  }
}
