/** OpenSSH's agent with a socket of its own, which the desk finds where it finds a person's. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

export interface SshAgent {
  add(keyFile: string): void
  /** Ends it and leaves its socket behind, as one that was killed does. */
  kill(): Promise<void>
  close(): Promise<void>
}

/** Until it is closed SSH_AUTH_SOCK leads to it. */
export async function startSshAgent(): Promise<SshAgent> {
  const folder = mkdtempSync(join(tmpdir(), 'agent-'))
  const socket = join(folder, 'socket')
  const before = process.env.SSH_AUTH_SOCK
  const child = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' })
  const ended = once(child, 'exit')
  for (let tries = 0; !existsSync(socket) && tries < 200; tries++) await delay(25)
  process.env.SSH_AUTH_SOCK = socket
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await ended
  }
  return {
    add: (keyFile) => void execFileSync('ssh-add', ['-q', keyFile], { stdio: 'pipe' }),
    kill: () => end('SIGKILL'),
    async close() {
      if (before === undefined) delete process.env.SSH_AUTH_SOCK
      else process.env.SSH_AUTH_SOCK = before
      if (child.exitCode === null && child.signalCode === null) await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
