/** A user of this machine with a password, made for a test and removed by it. Needs root and Linux's own programs. */

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

export interface SystemUser {
  readonly name: string
  readonly password: string
  remove(): void
}

/** Why none can be had here; null when one can. */
export function whyNoSystemUser(): string | null {
  if (process.getuid?.() !== 0) return 'only root can make a user with a password'
  if (!existsSync('/etc/pam.d/sshd')) return 'this machine’s sshd is not set up for PAM'
  const isMissing = (program: string) => spawnSync(program, ['--help'], { stdio: 'ignore' }).error !== undefined
  const missing = ['useradd', 'userdel', 'chpasswd'].find(isMissing)
  return missing === undefined ? null : `${missing} was not found`
}

/** It can log in to have a port forwarded, but has no shell and no home. */
export function createSystemUser(): SystemUser {
  const name = `desk-test-${process.pid}`
  const password = ['made', 'up', process.pid, 'pass'].join('-')
  execFileSync('useradd', ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', name])
  execFileSync('chpasswd', { input: `${name}:${password}\n` })
  return { name, password, remove: () => void spawnSync('userdel', [name], { stdio: 'ignore' }) }
}
