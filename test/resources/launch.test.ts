/** The launcher as a person starts it, in a project of made-up parts. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createProject } from './launch-project.ts'

let project: ReturnType<typeof createProject>
beforeEach(() => {
  project = createProject()
})
afterEach(() => project.remove())

const display = { DISPLAY: ':0' }

describe.skipIf(process.platform === 'win32')('npm start', () => {
  it('builds once, then serves a browser where there is no display, and says why', async () => {
    const first = await project.launch(['--port', '0', '--data', '/d', '--practice'])
    expect(first.said).toContain('Building the desk')
    expect(first.said).toContain('No Electron window: there is no display')
    expect(first.said).toContain('HEADLESS --port 0 --data /d --practice')
    expect(first.code).toBe(0)
    const second = await project.launch([])
    expect(second.said).not.toContain('Building')
  })

  it('opens the window where there is a display and an Electron', async () => {
    project.addElectron()
    const { code, said } = await project.launch(['--data', '/d', '--port', '1'], {
      ...display,
      ELECTRON_RUN_AS_NODE: '1',
    })
    expect(said).toContain('ELECTRON . --data /d, as node: .')
    expect(said).not.toContain('HEADLESS')
    expect(code).toBe(0)
  })

  it('looks for no Electron when a browser is asked for', async () => {
    project.addElectron()
    const { said } = await project.launch(['--headless'], display)
    expect(said).toMatch(/HEADLESS\s*$/)
    expect(said).not.toContain('No Electron window')
  })

  it('goes on in the browser when Electron ends at once', async () => {
    project.addElectron('echo "sandbox trouble" >&2; exit 133')
    const { code, said } = await project.launch([], display)
    expect(said).toContain('No Electron window: Electron ended at once (exit code 133)')
    expect(said).toContain('HEADLESS')
    expect(code).toBe(0)
  })

  it('opens the browser for a person, not for CI', async () => {
    expect((await project.launch(['--headless'], { ...display, CI: '' })).said).toContain('HEADLESS --open')
    expect((await project.launch(['--headless'], display)).said).not.toContain('--open')
  })

  it('explains itself', async () => {
    const help = await project.launch(['--help'])
    expect(help.code).toBe(0)
    for (const option of ['--headless', '--port', '--data', '--practice', '--help', 'npm run dev'])
      expect(help.said).toContain(option)
    expect(help.said).not.toContain('Building')
    const wrong = await project.launch(['--hedless'])
    expect(wrong.code).toBe(1)
    expect(wrong.said).toContain('--hedless')
  })

  it('shows what the bundler says when the build fails, and starts nothing', async () => {
    project.write('node_modules/electron-vite/bin/electron-vite.js', 'console.error("no such import"); process.exit(1)')
    const { code, said } = await project.launch(['--headless'])
    expect(code).toBe(1)
    expect(said).toContain('no such import')
    expect(said).not.toContain('HEADLESS')
  })
})

describe.skipIf(process.platform === 'win32')('npm run dev', () => {
  it('runs the bundler’s server with either host, and builds nothing itself', async () => {
    project.addElectron()
    const window = await project.launch(['--dev', '--practice'], display)
    expect(window.said).toMatch(/DEV dev --watch -- --practice \S+\/dist\/electron\n/)
    const browser = await project.launch(['--dev', '--headless', '--port', '0'])
    expect(browser.said).toMatch(/DEV dev --watch --entry out\/main\/headless.js -- --port 0 \S+node\n/)
    expect(browser.said).not.toContain('Building')
  })
})
