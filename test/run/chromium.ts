/** Finds a Chromium for the suites that need a real one, and on Debian installs it when there is none. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

const installed = (): string | undefined => [process.env.CHROMIUM, ...places].find((path) => path && existsSync(path))

function canInstall(): boolean {
  return process.platform === 'linux' && existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
}

function hasChineseFont(): boolean {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

/** Debian packages still missing: the browser, and a font without which Chinese screenshots are boxes. */
function missingPackages(): string[] {
  return [...(installed() ? [] : ['chromium']), ...(hasChineseFont() ? [] : ['fonts-noto-cjk'])]
}

export function findChromium(): { path: string; reason?: never } | { path: null; reason: string } {
  const missing = canInstall() ? missingPackages() : []
  if (missing.length > 0) {
    console.log(`Installing ${missing.join(', ')} from Debian …`)
    const options = { stdio: ['ignore', 'ignore', 'inherit'] as ['ignore', 'ignore', 'inherit'] }
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { ...options, env })
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], { ...options, env })
  }
  const path = installed()
  if (path) return { path }
  return {
    path: null,
    reason:
      'no Chromium or Chrome was found. Install one, or name it in the variable CHROMIUM; on Debian as root the tests install it themselves.',
  }
}
