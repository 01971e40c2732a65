/** The Electron of this machine, if it can be run at all: nothing is downloaded for a test. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { executable, isInstalled } from '../../resources/launch/electron.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export function findElectron(): { path: string; reason: null } | { path: null; reason: string } {
  const { env, platform } = process
  const elsewhere = env.ELECTRON_OVERRIDE_DIST_PATH
  const folder = join(root, 'node_modules/electron')
  const path = join(elsewhere ?? join(folder, 'dist'), executable(platform))
  if (elsewhere ? !existsSync(path) : !isInstalled(folder, platform))
    return { path: null, reason: 'there is no Electron binary (npx install-electron fetches it)' }
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return { path: null, reason: 'there is no display for the window (xvfb-run gives one)' }
  return { path, reason: null }
}
