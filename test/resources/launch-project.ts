/**
 * A project in a temporary folder with the real launcher and made-up parts around it: hosts that only say
 * how they were started, a bundler that only writes its files, an Electron of shell script.
 */
import { spawn } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const resources = fileURLToPath(new URL('../../resources', import.meta.url))
const built = [
  'main/electron.js',
  'main/headless.js',
  'main/practice.js',
  'main/writer.js',
  'main/search.js',
  'preload/preload.cjs',
  'renderer/index.html',
]
const says = (name: string) => `console.log(${JSON.stringify(name)}, process.argv.slice(2).join(' '))`
/** The launcher refuses a window to root, so as root it is run as nobody. */
const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

const bundler = `
import { mkdirSync, writeFileSync } from 'node:fs'
if (process.argv[2] === 'dev') console.log('DEV', process.argv.slice(2).join(' '), process.env.ELECTRON_EXEC_PATH)
else for (const file of ${JSON.stringify(built)}) {
  mkdirSync('out/' + file.split('/')[0], { recursive: true })
  writeFileSync('out/' + file, file.endsWith('headless.js') ? ${JSON.stringify(says('HEADLESS'))} : '')
}
`

export function createProject() {
  const root = mkdtempSync(join(tmpdir(), 'desk-project-'))
  const write = (path: string, text: string, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    chmodSync(join(root, path), mode)
  }
  cpSync(join(resources, 'launch.mjs'), join(root, 'resources/launch.mjs'))
  cpSync(join(resources, 'launch'), join(root, 'resources/launch'), { recursive: true })
  write('package.json', '{"type":"module"}')
  write('src-main/main.ts', '')
  write('src-renderer/main.ts', '')
  write('node_modules/electron-vite/bin/electron-vite.js', bundler)
  write('node_modules/electron-vite/package.json', '{"type":"module"}')
  write('node_modules/electron/package.json', '{"version":"45.4.1"}')
  chmodSync(root, 0o777)

  return {
    root,
    write,
    /** `script` is what it does when started as a window; as a Node it always answers like Electron. */
    addElectron(script = 'echo "ELECTRON $*, as node: $ELECTRON_RUN_AS_NODE."') {
      write('node_modules/electron/path.txt', 'electron')
      write('node_modules/electron/dist/version', 'v45.4.1')
      write(
        'node_modules/electron/dist/electron',
        `#!/bin/sh\nif [ "$1" = -p ]; then echo 45.4.1; exit 0; fi\n${script}\n`,
        0o755,
      )
    },
    launch(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; said: string }> {
      const child = spawn(process.execPath, [join(root, 'resources/launch.mjs'), ...args], {
        ...user,
        env: { PATH: process.env.PATH, CI: '1', ...env },
      })
      let said = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          said += chunk
        })
      return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })))
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  }
}
