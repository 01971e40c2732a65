/** What no source file may say, whatever else changes (security E1, E2, E5, S1). */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const files = ['src-main', 'src-renderer'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue|html)$/.test(name))
    .map((name) => join(folder, name).split(sep).join('/')),
)
const saying = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(root, file), 'utf8')))

describe('the sources', () => {
  it('are found', () => {
    expect(files).toContain('src-main/hosts/electron/window.ts')
    expect(files.length).toBeGreaterThan(100)
  })

  it('touch ipcMain in one file', () => {
    expect(saying(/\bipcMain\b/)).toEqual(['src-main/hosts/electron/ipc-port.ts'])
  })

  it('touch ipcRenderer in the preload alone', () => {
    expect(saying(/\bipcRenderer\b/)).toEqual(['src-main/hosts/electron/preload.ts'])
  })

  it.each([
    ['a window without its sandbox', /\b(sandbox|contextIsolation|webSecurity):\s*false/],
    [
      'Node or other exceptions in a page',
      /\b(nodeIntegration\w*|webviewTag|experimentalFeatures|allowRunningInsecureContent|enableBlinkFeatures):\s*(true|['"])/,
    ],
    ['a switch that takes protections away', /--no-sandbox|--disable-web-security|ignore-certificate-errors|bypassCSP/],
    ['a page from file://', /\.loadFile\(|['"`]file:\/\//],
    ['the sync safeStorage API', /\.(encryptString|decryptString|isEncryptionAvailable|setUsePlainTextEncryption)\(/],
    ['HTML from a string', /\bv-html\b|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\b|srcdoc/i],
    ['code from a string', /\beval\(|\bnew Function\b/],
    ['a remote module', /@electron\/remote|enableRemoteModule/],
  ])('have no %s', (_name, pattern) => {
    expect(saying(pattern)).toEqual([])
  })
})
