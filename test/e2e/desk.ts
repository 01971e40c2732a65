/** The built desk as a person starts it: `out/main/headless.js` with an empty profile, on free ports. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Desk {
  /** The address with its one-time token. */
  readonly url: string
  readonly dataDir: string
  close(): Promise<void>
}

export async function startDesk({
  args = [],
  settings = {},
}: {
  args?: string[]
  settings?: object
} = {}): Promise<Desk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'callback-desk-e2e-'))
  writeFileSync(join(dataDir, 'settings.json'), JSON.stringify({ settings: { receiver: { port: 0 }, ...settings } }))
  const child = spawn('node', [join(root, 'out/main/headless.js'), '--port', '0', '--data', dataDir, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(text)?.[0]
      if (found) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`The desk ended with ${code}: ${text}`)))
  })
  return {
    url,
    dataDir,
    async close() {
      child.kill()
      await exited
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Collects what the page complains of; a test ends with `expect(complaints).toEqual([])`. */
export function listenForComplaints(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return complaints
}

export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const told = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`)
  expect(told).toEqual([])
}

/** Pictures for the README, kept where SCREENSHOTS says; an ordinary run leaves them with its results. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const path = join(root, process.env.SCREENSHOTS ?? 'test-results/screenshots', `${name}.png`)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, animations: 'disabled' })
}
