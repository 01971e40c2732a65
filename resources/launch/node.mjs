/** Which Node runs the desk: this one when it is new enough, else the one `npm ci` brought along. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const neededMajor = 24

/**
 * @param {{ root: string, platform: string, arch: string, execPath: string, version: string }} here
 * @returns {string | null} its executable
 */
export function findNode({ root, platform, arch, execPath, version }) {
  if (Number(version.split('.')[0]) >= neededMajor) return execPath
  const [name, file] = platform === 'win32' ? [`node-win-${arch}`, 'node.exe'] : [`node-${platform}-${arch}`, 'node']
  const brought = join(root, 'node_modules', name, 'bin', file)
  return existsSync(brought) ? brought : null
}

export const neededNode = (/** @type {string} */ version) =>
  `Callback Desk needs Node ${neededMajor} or newer; this is Node ${version}. On Linux and on Windows (x64) \`npm ci\` brings it along: run it, then \`npm start\` again. On other systems install Node ${neededMajor} from https://nodejs.org first.`
