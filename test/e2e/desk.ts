/** The built desk as a person starts it: `out/main/headless.js` with an empty profile, on free ports. */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, type Page } from '@playwright/test'
import axe from 'axe-core'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Desk {
  /** The address with its one-time token. */
  readonly url: string
  readonly dataDir: string
  /** Ends the process the hard way and, after what is done meanwhile, starts it again on the same port and profile. */
  restart(meanwhile: () => Promise<void>): Promise<void>
  /** The practice cloud's way for tests to have a call fail (practice/control.ts). */
  failCalls(fault: { action: string; kind: string; code?: string; times: number }): Promise<void>
  /** Makes one event happen now; answers whether a template in effect wants it. */
  emit(event: { type: number; domain?: string; app?: string; stream?: string }): Promise<boolean>
  close(): Promise<void>
}

interface Running {
  readonly url: string
  stop(signal?: NodeJS.Signals): Promise<void>
}

async function run(dataDir: string, port: string, args: readonly string[]): Promise<Running> {
  const child = spawn('node', [join(root, 'out/main/headless.js'), '--port', port, '--data', dataDir, ...args], {
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
    async stop(signal) {
      child.kill(signal)
      await exited
    },
  }
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
  let running = await run(dataDir, '0', args)
  const { url } = running
  return {
    url,
    dataDir,
    async restart(meanwhile) {
      await running.stop('SIGKILL')
      await meanwhile()
      running = await run(dataDir, new URL(url).port, args)
    },
    async failCalls(fault) {
      await controlPractice(dataDir, 'fault', fault)
    },
    async emit(event) {
      const { url } = (await controlPractice(dataDir, 'emit', event)) as { url: string | null }
      return url !== null
    },
    async close() {
      await running.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** The practice cloud's own interface (practice/control.ts), with the key it keeps in its profile. */
async function controlPractice(dataDir: string, verb: string, input: object): Promise<unknown> {
  const { accounts } = readJson(join(dataDir, 'settings.json')) as { accounts: { endpoint: string }[] }
  const { secretKey } = readJson(join(dataDir, 'practice-cn.json')) as { secretKey: string }
  const answer = await fetch(new URL(`/practice/${verb}`, accounts[0]?.endpoint), {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}` },
    body: JSON.stringify(input),
  })
  expect(answer.status).toBe(200)
  return answer.json()
}

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'))

/** Asks the desk one call of the contract from within the page, for what a test needs but does not test. */
export function callDesk(page: Page, call: string, input: object): Promise<unknown> {
  return page.evaluate(
    ([message]) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket('/desk')
        socket.onopen = () => socket.send(message)
        socket.onerror = () => reject(new Error('no connection'))
        socket.onmessage = ({ data }) => {
          const answer = JSON.parse(String(data))
          // A stream is followed to its end.
          if ('item' in answer) return
          socket.close()
          if ('error' in answer) reject(new Error(JSON.stringify(answer.error)))
          else resolve(answer.result)
        }
      }),
    [JSON.stringify({ id: 1, call, input })] as const,
  )
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

/** By every rule of axe, once nothing fades any more. It is loaded once per document: that takes longer than judging. */
export async function expectNoViolations(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => each.playState !== 'running' || each.effect?.getComputedTiming().endTime === Infinity),
  )
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const told = await page.evaluate(async () => {
    const { violations } = await (Reflect.get(window, 'axe') as typeof axe).run({ resultTypes: ['violations'] })
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
  })
  expect(told).toEqual([])
}

const results = 'test-results/screenshots'

/** A picture for the README, kept where SCREENSHOTS says; an ordinary run leaves it with its results. */
export const takePicture = (page: Page, name: string): Promise<void> =>
  keepPicture(page, join(process.env.SCREENSHOTS ?? results, `${name}.png`))

/** A picture for whoever looks through a run. */
export const takeLook = (page: Page, name: string): Promise<void> => keepPicture(page, join(results, `${name}.png`))

async function keepPicture(page: Page, file: string): Promise<void> {
  const path = join(root, file)
  mkdirSync(dirname(path), { recursive: true })
  await page.screenshot({ path, animations: 'disabled' })
}
