/** The desk in real Electron, wherever there is one. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test'
import type {} from '../../src-renderer/client/ports.ts'
import { findElectron, root } from './find.ts'

const electron = findElectron()
if (electron.reason) console.log(`Skipped: ${electron.reason}.`)
test.skip(electron.reason !== null, electron.reason ?? '')

let dataDir: string
let running: ElectronApplication[]
test.beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'callback-desk-electron-'))
  running = []
})
test.afterEach(async () => {
  for (const app of running) await app.close().catch(() => undefined)
  rmSync(dataDir, { recursive: true, force: true })
})

/** As root, as in most containers, Chromium cannot keep its sandbox. */
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []

async function open(...args: string[]): Promise<{ app: ElectronApplication; page: Page }> {
  const { ELECTRON_RUN_AS_NODE: _mode, ...env } = process.env
  const app = await _electron.launch({
    ...(electron.path ? { executablePath: electron.path } : {}),
    args: [...asRoot, '.', '--data', dataDir, ...args],
    cwd: root,
    env: env as Record<string, string>,
  })
  running.push(app)
  const page = await app.firstWindow()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  return { app, page }
}

test('opens on its own scheme and is answered', async () => {
  const { page } = await open()
  expect(page.url()).toMatch(/^app:\/\/desk\//)
  await expect(page.getByRole('heading', { level: 1, name: 'Welcome to Callback Desk' })).toBeVisible()
})

test('gives the page two functions and nothing of Node', async () => {
  const { page } = await open()
  const found = await page.evaluate(() => ({
    desk: Object.keys(window.desk ?? {}).toSorted(),
    others: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in window),
  }))
  expect(found).toEqual({ desk: ['onText', 'send'], others: [] })
})

test('serves its files under the policy and nothing beside them', async () => {
  const { page } = await open()
  const answers = await page.evaluate(async () => {
    const ask = async (path: string, init?: RequestInit) => {
      const { status, headers } = await fetch(`app://desk${path}`, init)
      return { status, policy: headers.get('content-security-policy') }
    }
    return {
      page: await ask('/'),
      outside: await ask('/..%2f..%2fpackage.json'),
      post: await ask('/', { method: 'POST' }),
    }
  })
  expect(answers.page).toEqual({ status: 200, policy: expect.stringContaining("require-trusted-types-for 'script'") })
  expect([answers.outside.status, answers.post.status]).toEqual([404, 405])
})

test('cannot be led away', async () => {
  const { app, page } = await open()
  await page.evaluate(() => {
    window.open('https://evil.example/')
    location.href = 'https://evil.example/'
  })
  await expect.poll(() => page.url()).toMatch(/^app:\/\/desk\//)
  expect(app.windows()).toHaveLength(1)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('grants the page notifications and the clipboard, and no more', async () => {
  const { page } = await open()
  const states = await page.evaluate(async () => {
    const names = ['notifications', 'geolocation', 'camera', 'microphone', 'midi'] as PermissionName[]
    const answers = await Promise.all(
      names.map(async (name) => [name, (await navigator.permissions.query({ name })).state]),
    )
    return Object.fromEntries(answers) as Record<string, string>
  })
  expect(states).toEqual({
    notifications: 'granted',
    geolocation: 'denied',
    camera: 'denied',
    microphone: 'denied',
    midi: 'denied',
  })
})

test('has its page back after it crashed', async () => {
  const { app, page } = await open()
  const crashed = page.waitForEvent('crash')
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
  await crashed
  await expect
    .poll(
      () =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.querySelector("h1")?.textContent'),
        ),
      { timeout: 10_000 },
    )
    .toBeTruthy()
})

test('is one at a time, and shows itself when started again', async () => {
  const { app } = await open()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize())
  const second = _electron.launch({
    ...(electron.path ? { executablePath: electron.path } : {}),
    args: [...asRoot, '.', '--data', dataDir],
    cwd: root,
  })
  await second.then((other) => other.close()).catch(() => undefined)
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.isMinimized())),
    )
    .toEqual([false])
})

test('keeps the window’s place, and everything accepted, when it quits', async () => {
  const first = await open()
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 900, height: 700 }),
  )
  await first.app.close()
  const stored = JSON.parse(readFileSync(join(dataDir, 'settings.json'), 'utf8')) as { window: { width: number } }
  expect(stored.window.width).toBe(900)
  const { app } = await open()
  const bounds = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  expect([bounds?.width, bounds?.height]).toEqual([900, 700])
})

test('knows what its keychain is worth', async () => {
  const { app, page } = await open()
  const backend = await app.evaluate(({ safeStorage }) =>
    process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : 'system',
  )
  const keychain = await page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        window.desk?.onText((text) => {
          const { id, result } = JSON.parse(text) as { id: number; result?: { vault: { keychain: string } } }
          if (id === 900_000 && result) resolve(result.vault.keychain)
        })
        window.desk?.send(JSON.stringify({ id: 900_000, call: 'account.list', input: {} }))
      }),
  )
  expect(['basic_text', 'unknown'].includes(backend) ? ['weak', 'none'] : ['strong', 'weak', 'none']).toContain(
    keychain,
  )
})
