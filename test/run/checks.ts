/**
 * Runs the checks one after the other, keeps going after a failure, and closes with the line
 * "N passed, N failed, N skipped": a test suite counts its tests, any other check counts as one.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from './chromium.ts'

interface Count {
  passed: number
  failed: number
  skipped: number
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const reports = mkdtempSync(join(tmpdir(), 'callback-desk-checks-'))

function run(command: string, args: string[], env: Record<string, string> = {}): boolean {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  return status === 0
}

const one = (ok: boolean): Count => ({ passed: Number(ok), failed: Number(!ok), skipped: 0 })

/** A suite that died before it wrote its report counts as one failure. */
function fromReport(file: string, ok: boolean, read: (report: Report) => Count): Count {
  try {
    const count = read(JSON.parse(readFileSync(file, 'utf8')) as Report)
    return ok || count.failed > 0 ? count : { ...count, failed: 1 }
  } catch {
    return one(false)
  }
}

/** The parts of vitest's and Playwright's JSON reports that are counted. */
interface Report {
  numPassedTests?: number
  numFailedTests?: number
  numPendingTests?: number
  stats?: { expected: number; unexpected: number; flaky: number; skipped: number }
}

function unit(): Count {
  const file = join(reports, 'unit.json')
  const ok = run('vitest', [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  return fromReport(file, ok, (report) => ({
    passed: report.numPassedTests ?? 0,
    failed: report.numFailedTests ?? 0,
    skipped: report.numPendingTests ?? 0,
  }))
}

/** A flaky test counts as failed: it is one that cannot be trusted. */
function playwright(project: string, env: Record<string, string>): Count {
  const file = join(reports, `${project}.json`)
  const ok = run(
    'playwright',
    ['test', '--config', 'test/e2e/playwright.config.ts', '--project', project, '--reporter=list,json'],
    { ...env, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
  )
  return fromReport(file, ok, ({ stats }) => ({
    passed: stats?.expected ?? 0,
    failed: (stats?.unexpected ?? 0) + (stats?.flaky ?? 0),
    skipped: stats?.skipped ?? 0,
  }))
}

function chromium(): Count {
  const found = findChromium()
  if (!found.path) {
    console.log(`Skipped: ${found.reason}`)
    return { passed: 0, failed: 0, skipped: 1 }
  }
  return playwright('chromium', { CHROMIUM: found.path })
}

const checks: Record<string, () => Count> = {
  lint: () => one(run('biome', ['check', '.'])),
  types: () => one(run('node', ['test/types.ts'])),
  build: () => one(run('electron-vite', ['build'])),
  unit,
  e2e: chromium,
  electron: () => playwright('electron', {}),
}

export async function runChecks(names: string[]): Promise<number> {
  const chosen = names.length > 0 ? names : Object.keys(checks)
  const unknown = chosen.filter((name) => !Object.hasOwn(checks, name))
  if (unknown.length > 0) {
    console.error(`No such check: ${unknown.join(', ')}. There are: ${Object.keys(checks).join(', ')}.`)
    return 1
  }
  const total: Count = { passed: 0, failed: 0, skipped: 0 }
  const lines: string[] = []
  for (const name of chosen) {
    console.log(`\n── ${name} ──`)
    const started = Date.now()
    const count = checks[name]?.() ?? one(false)
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += count[key]
    lines.push(
      `${name}: ${count.passed} ok, ${count.failed} failed, ${count.skipped} skipped, ${((Date.now() - started) / 1000).toFixed(1)} s`,
    )
  }
  rmSync(reports, { recursive: true, force: true })
  console.log(`\n${lines.join('\n')}\n\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
  return total.failed === 0 ? 0 : 1
}
