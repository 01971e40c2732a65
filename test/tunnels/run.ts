/**
 * `npm run test:tunnels [-- quick | <part> …]`: tunnels to a real OpenSSH server on this machine, broken in every way
 * there is, with the times measured. `quick` leaves out what takes a minute (the real keepalive). Closes with
 * "N passed, N failed"; where there is no sshd it says so and counts nothing.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { createCloudflared } from '../support/cloudflared.ts'
import { findSshd, freePort, type Sshd, startSshd } from '../support/sshd.ts'
import { startTunnelDesk, type TunnelDesk } from './desk.ts'
import { survivesFlood } from './flood.ts'
import { endsSlowSenders, refusesStrangers } from './hardening.ts'
import { logsInWithAgent, logsInWithPassword } from './logins.ts'
import { counts, report, seconds, until } from './report.ts'
import { type Sender, startSender } from './sender.ts'
import { startStoppingProxy } from './stopping-proxy.ts'
import { check, isUp, told, use, wayTo } from './ways.ts'

const restarts = 20

async function nothingLost(desk: TunnelDesk, sender: Sender, what: string): Promise<void> {
  await sender.stop()
  const stored = await desk.stored()
  const lost = [...sender.acknowledged].filter((mark) => !stored.has(mark))
  report(
    lost.length === 0 && sender.acknowledged.size > 0,
    `nothing acknowledged is lost: ${what}`,
    `${sender.acknowledged.size} acknowledged of ${sender.sent()} sent, ${lost.length} lost`,
  )
}

async function checkAndCarry(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const remotePort = await freePort()
  const unknown = await check(desk, wayTo(sshd, remotePort, { hostKey: null }))
  report(
    unknown.at(-1)?.error?.code === 'tunnel.hostKeyUnknown',
    'a check stops at an unconfirmed key and shows it',
    unknown.at(-1)?.hostKey?.fingerprint ?? '',
  )
  const items = await check(desk, wayTo(sshd, remotePort))
  report(told(items) === 'reach hostKey login forward proof', 'a check answers every step', told(items))
  const begun = performance.now()
  await use(desk, 'Server', wayTo(sshd, remotePort))
  report(
    (await until(desk.proven, 10_000)) !== null,
    'the address is proven through the tunnel',
    `${seconds(performance.now() - begun)} after switching`,
  )
}

async function survivesRestarts(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const remotePort = await freePort()
  const id = await use(desk, 'Restarts', wayTo(sshd, remotePort))
  const sender = startSender(() => `http://127.0.0.1:${remotePort}${desk.path()}`)
  const [founds, backs]: number[][] = [[], []]
  for (let round = 0; round < restarts; round++) {
    await until(() => isUp(desk, id), 20_000)
    // Long enough up that the waits begin anew, as a server that is restarted now and then finds them.
    await delay(700)
    await sshd.stop()
    founds?.push((await until(() => !isUp(desk, id), 20_000)) ?? Number.POSITIVE_INFINITY)
    await sshd.start()
    backs?.push((await sender.next(30_000)) ?? Number.POSITIVE_INFINITY)
  }
  const [found, back] = [Math.max(...(founds ?? [])), Math.max(...(backs ?? []))]
  report(
    back <= 10_000,
    `${restarts} restarts in a row`,
    `found within ${seconds(found)}, back within ${seconds(back)} of the server, at worst; settled after 0.5 s instead of 30 s`,
  )
  await nothingLost(desk, sender, `across ${restarts} restarts`)
}

async function survivesFreeze(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const proxy = await startStoppingProxy(sshd.port)
  const remotePort = await freePort()
  const id = await use(desk, 'Through a proxy', wayTo(sshd, remotePort, { port: proxy.port }))
  await until(() => isUp(desk, id) && desk.proven(), 20_000)
  const sender = startSender(() => `http://127.0.0.1:${remotePort}${desk.path()}`, 200)
  await sender.next(10_000)
  proxy.stop()
  const found = await until(() => !isUp(desk, id), 90_000)
  proxy.resume()
  const back = await sender.next(60_000)
  report(
    found !== null && found <= 60_000,
    'a frozen link is found within 60 s',
    `found after ${seconds(found)} with the real keepalive`,
  )
  report(back !== null && back <= 10_000, 'and carries again', `back ${seconds(back)} after it thawed`)
  await nothingLost(desk, sender, 'across the freeze')
  proxy.close()
}

async function stopsAtSwappedKey(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const remotePort = await freePort()
  const id = await use(desk, 'Key', wayTo(sshd, remotePort))
  await until(() => isUp(desk, id), 10_000)
  await sshd.stop()
  sshd.swapKey()
  await sshd.start()
  const found = await until(() => desk.state()?.state === 'stopped', 20_000)
  const error = desk.state()?.error
  report(
    error?.code === 'tunnel.hostKeyChanged',
    'a swapped host key stops the tunnel',
    `${seconds(found)} after the server was back`,
  )
  await delay(3000)
  report(desk.state()?.state === 'stopped', 'and it stays stopped until a person decides')
  await desk.client.tunnel.trustKey({ id, hostKey: { type: 'ssh-ed25519', fingerprint: sshd.fingerprint() } })
  const back = await until(() => desk.state()?.state === 'up', 10_000)
  report(back !== null, 'the new key is trusted in a step of its own', `up after ${seconds(back)}`)
}

async function findsLoopbackOnly(desk: TunnelDesk, _sshd: Sshd, path: string): Promise<void> {
  const closed = await startSshd(path, { config: ['GatewayPorts no'] })
  const remotePort = await freePort()
  const items = await check(
    desk,
    wayTo(closed, remotePort, { url: `http://127.0.0.2:${remotePort}`, remoteBind: '0.0.0.0' }),
  )
  report(
    items.at(-1)?.error?.code === 'tunnel.loopbackOnly',
    'a server with GatewayPorts no is named as such',
    items.at(-1)?.step ?? '',
  )
  await closed.close()
}

async function switchesAtNight(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const tool = createCloudflared()
  tool.be('limited')
  await use(desk, 'Quick', { kind: 'cloudflared', mode: 'quick', url: null, program: tool.program })
  await until(() => desk.state()?.error?.code === 'tunnel.cloudflaredRateLimited', 10_000)
  const code = desk.state()?.error?.code
  const config = wayTo(sshd, await freePort())
  const { id } = await desk.client.tunnel.save({ name: 'Night', config, secrets: {} })
  const begun = performance.now()
  await desk.client.tunnel.activate({ id })
  const proven = await until(() => desk.state()?.id === id && desk.proven(), 10_000)
  report(
    proven !== null && code === 'tunnel.cloudflaredRateLimited',
    'from a rate-limited quick tunnel to ssh in one click',
    `proven after ${seconds(performance.now() - begun)}; cloudflared is a stand-in`,
  )
  tool.remove()
}

async function holdsAtTheDoor(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const remotePort = await freePort()
  const id = await use(desk, 'Doors', wayTo(sshd, remotePort))
  await until(() => isUp(desk, id) && desk.proven(), 10_000)
  const host = `127.0.0.1:${remotePort}`
  for (const [where, port] of [
    ['directly', desk.port()],
    ['through the tunnel', remotePort],
  ] as const) {
    const door = { port, host, path: desk.path() }
    const strangers = await refusesStrangers(door)
    report(strangers.isHeld, `W1 ${where}: strangers all get the same empty 404`, strangers.note)
    const slow = await endsSlowSenders(door)
    report(slow.isHeld, `W9 ${where}: senders that never finish are cut off`, slow.note)
    const flood = await survivesFlood(desk, door, 1_000_000 * port)
    report(flood.isHeld, `W11 ${where}: a flood of strangers costs no callback`, flood.note)
  }
}

type Part = (desk: TunnelDesk, sshd: Sshd, path: string) => Promise<void>
const parts: Readonly<Record<string, Part>> = {
  carry: checkAndCarry,
  restarts: survivesRestarts,
  loopback: findsLoopbackOnly,
  agent: logsInWithAgent,
  password: logsInWithPassword,
  doors: holdsAtTheDoor,
  switching: switchesAtNight,
  freeze: survivesFreeze,
  // The last: the server has another key from then on.
  hostKey: stopsAtSwappedKey,
}

async function run(path: string, asked: readonly string[]): Promise<void> {
  const names = asked.filter((name) => name in parts)
  const sshd = await startSshd(path)
  try {
    const desk = await startTunnelDesk({ settled: 500 })
    for (const [name, part] of Object.entries(parts)) {
      const isLeftOut = names.length > 0 ? !names.includes(name) : name === 'freeze' && asked.includes('quick')
      if (isLeftOut) console.log(`- ${name} (left out)`)
      else await part(desk, sshd, path)
    }
    await desk.close()
  } finally {
    await sshd.close()
  }
}

const found = findSshd()
if (found.path === null) console.log(`Skipped: ${found.reason}.`)
else
  await run(found.path, process.argv.slice(2)).catch((error: unknown) => {
    report(false, 'the program itself', String(error))
  })
console.log(`${counts.passed} passed, ${counts.failed} failed`)
process.exit(counts.failed === 0 ? 0 : 1)
