/**
 * A program that must not outlive the desk, however the desk ends. On Linux and macOS a shell stands between: it
 * holds a pipe from the desk, and when that breaks it ends the program. Windows has no such shell; there, and if
 * the shell itself was killed, the program is found by its number and ended at the next start.
 */
import { execFile, spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

export interface GuardedProcess {
  onLine(listener: (line: string) => void): void
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>
  /** Asks it to end and makes it after `graceMs`. */
  close(graceMs: number): Promise<void>
}

const script = `pids=$1; shift
exec 3<&0
"$@" 3<&- </dev/null & child=$!
echo "$child" > "$pids"
( while read -r _ <&3; do :; done; kill "$child" ) 2>/dev/null & watch=$!
wait "$child"; code=$?
kill "$watch" 2>/dev/null
exit "$code"`

export function startGuarded(
  program: string,
  args: readonly string[],
  { pidFile, env }: { pidFile: string; env: NodeJS.ProcessEnv },
): GuardedProcess {
  const isWindows = process.platform === 'win32'
  const [command, all] = isWindows ? [program, args] : ['/bin/sh', ['-c', script, 'sh', pidFile, program, ...args]]
  const child = spawn(command, all, { env, stdio: ['pipe', 'ignore', 'pipe'], windowsHide: true })
  if (isWindows && child.pid !== undefined) writeFileSync(pidFile, String(child.pid))
  // While this one ends, the file may already be that of the next.
  let own: number | null = null
  const ownPid = () => {
    own ??= readPid(pidFile)
    return own
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(127))
    child.once('close', (code) => {
      if (readPid(pidFile) === ownPid()) rmSync(pidFile, { force: true })
      resolve(code)
    })
  })
  // A pipe to a program that is gone.
  child.stdin.on('error', () => {})
  return {
    onLine: (listener) => void createInterface({ input: child.stderr }).on('line', listener),
    ended,
    async close(graceMs) {
      const pid = ownPid()
      child.stdin.end()
      if (isWindows) child.kill()
      const timer = setTimeout(() => kill(pid, 'SIGKILL'), graceMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Ends what an earlier desk left behind; a number that meanwhile belongs to another program is left alone. */
export async function endLeftover(pidFile: string, program: string): Promise<boolean> {
  const pid = readPid(pidFile)
  if (pid === null) return false
  rmSync(pidFile, { force: true })
  if (!(await commandOf(pid)).includes(basename(program).replace(/\.exe$/, ''))) return false
  kill(pid, 'SIGTERM')
  return true
}

async function commandOf(pid: number): Promise<string> {
  const [command, args] =
    process.platform === 'win32'
      ? ['tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH']]
      : ['ps', ['-o', 'command=', '-p', String(pid)]]
  return promisify(execFile)(command, args).then(
    ({ stdout }) => stdout,
    () => '',
  )
}

function readPid(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim())
    return Number.isInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

function kill(pid: number | null, signal: NodeJS.Signals): void {
  try {
    if (pid !== null) process.kill(pid, signal)
  } catch {
    // It is gone already.
  }
}
