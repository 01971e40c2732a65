/** The logins beside a key file, each at a real sshd: OpenSSH's agent, a password, and a password asked for in a dialogue. */
import { startSshAgent } from '../support/ssh-agent.ts'
import { freePort, type Sshd, startSshd } from '../support/sshd.ts'
import { createSystemUser, type SystemUser, whyNoSystemUser } from '../support/system-user.ts'
import type { TunnelDesk } from './desk.ts'
import { report, seconds, until } from './report.ts'
import { check, isUp, told, use, wayTo } from './ways.ts'

const everyStep = 'reach hostKey login forward proof'

export async function logsInWithAgent(desk: TunnelDesk, sshd: Sshd): Promise<void> {
  const agent = await startSshAgent()
  try {
    const way = wayTo(sshd, await freePort(), { auth: 'agent', keyFile: '' })
    const empty = told(await check(desk, way))
    report(empty === 'tunnel.agentEmpty', 'an agent without a key is named as such', empty)
    agent.add(sshd.keyFile)
    const full = told(await check(desk, way))
    report(full === everyStep, 'the agent’s key opens the tunnel', full)
    await agent.kill()
    const dead = told(await check(desk, way))
    report(dead === 'tunnel.agentMissing', 'an agent that has died is named as such', dead)
  } finally {
    await agent.close()
  }
}

export async function logsInWithPassword(desk: TunnelDesk, _sshd: Sshd, path: string): Promise<void> {
  const why = whyNoSystemUser()
  if (why !== null) return console.log(`- logins with a password are left out: ${why}`)
  const user = createSystemUser()
  try {
    await at(path, ['PasswordAuthentication yes'], (sshd) => asked(desk, sshd, user, 'a password'))
    const dialogue = ['KbdInteractiveAuthentication yes', 'UsePAM yes']
    await at(path, dialogue, (sshd) => asked(desk, sshd, user, 'a password asked for by PAM'))
  } finally {
    user.remove()
  }
}

async function at(path: string, config: string[], work: (sshd: Sshd) => Promise<void>): Promise<void> {
  const sshd = await startSshd(path, { config })
  await work(sshd).finally(() => sshd.close())
}

async function asked(desk: TunnelDesk, sshd: Sshd, { name, password }: SystemUser, what: string): Promise<void> {
  const way = wayTo(sshd, await freePort(), { user: name, auth: 'password', keyFile: '' })
  const wrong = told(await check(desk, way, { password: 'no' }))
  report(wrong === 'reach hostKey tunnel.loginRefused', `${what}: a wrong one is refused and said so`, wrong)
  const right = told(await check(desk, way, { password }))
  report(right === everyStep, `${what}: the right one opens the tunnel`, right)
  const id = await use(desk, what, way, { password })
  const proven = await until(() => isUp(desk, id) && desk.proven(), 20_000)
  report(proven !== null, `${what}: stored, it holds the address`, `proven ${seconds(proven)} after switching`)
}
