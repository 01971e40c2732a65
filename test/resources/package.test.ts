/**
 * electron-builder on the real configuration, with a made-up Electron so that nothing is downloaded: what
 * goes into the package, and what it does to the executable.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt, out, root } from '../hosts/built.ts'
import { fuseMarker } from './fuse-marker.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-package-'))
const packed = join(folder, 'dist/linux-unpacked')
afterAll(() => rmSync(folder, { recursive: true }))

function createElectron(): string {
  const dist = join(folder, 'electron')
  mkdirSync(join(dist, 'resources'), { recursive: true })
  writeFileSync(join(dist, 'electron'), Buffer.from(`${fuseMarker}\u0001\u0009101110011`, 'latin1'), { mode: 0o755 })
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(dist, name), '45.4.1')
  return dist
}

interface Entry {
  files?: Record<string, Entry>
}
/** The paths in an asar, from the JSON at its beginning. */
function listAsar(file: string): string[] {
  const bytes = readFileSync(file)
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as Entry
  const list = (entry: Entry, path: string): string[] =>
    entry.files
      ? Object.entries(entry.files).flatMap(([name, each]) => list(each, path ? `${path}/${name}` : name))
      : [path]
  return list(header, '')
}

beforeAll(async () => {
  ensureBuilt()
  const builder = join(root, 'node_modules/electron-builder/cli.js')
  const overrides = [`-c.electronDist=${createElectron()}`, `-c.directories.output=${join(folder, 'dist')}`]
  const args = [builder, '--linux', '--dir', '--x64', '--config', 'resources/electron-builder.yml', ...overrides]
  await promisify(execFile)(process.execPath, args, { cwd: root })
}, 180_000)

describe.skipIf(process.platform !== 'linux')('the package', () => {
  it('holds the build, the manifest and the icon, and nothing else', () => {
    const files = listAsar(join(packed, 'resources/app.asar'))
    const built = readdirSync(out(''), { recursive: true, encoding: 'utf8', withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    expect(files.toSorted()).toEqual([...built, 'package.json', 'resources/icons/icon.png'].toSorted())
    expect(files).toEqual(expect.arrayContaining(['out/main/electron.js', 'out/preload/preload.cjs']))
  })

  it('brings ngrok along beside the archive, from where the bundle finds it', () => {
    const require = createRequire(join(packed, 'resources/app.asar/out/main/chunks/ngrok.js'))
    expect(require.resolve('@ngrok/ngrok')).toBe(join(packed, 'resources/node_modules/@ngrok/ngrok/index.js'))
    expect(require('@ngrok/ngrok')).toMatchObject({ SessionBuilder: expect.any(Function) })
  })

  it('brings the CAM policies along, outside the archive where people find them', () => {
    expect(readdirSync(join(packed, 'resources/cam-policies')).toSorted()).toEqual([
      'moderate.json',
      'set-up.json',
      'watch.json',
    ])
  })

  it('has every fuse set in its executable', () => {
    expect(readFileSync(join(packed, 'callback-desk'), 'latin1')).toContain(`${fuseMarker}\u0001\u0009010011001`)
  })
})
