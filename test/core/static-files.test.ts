import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { createStaticFiles } from '../../src-main/core/static-files.ts'

const outside = mkdtempSync(join(tmpdir(), 'desk-static-'))
const root = join(outside, 'page')
mkdirSync(join(root, 'assets'), { recursive: true })
mkdirSync(join(outside, 'page-secret'))
writeFileSync(join(root, 'index.html'), '<!doctype html>')
writeFileSync(join(root, 'assets/app-1a2b.js'), 'export {}')
writeFileSync(join(root, 'a b.svg'), '<svg/>')
writeFileSync(join(root, 'odd.xyz'), 'odd')
writeFileSync(join(outside, 'secret.txt'), 'secret')
writeFileSync(join(outside, 'page-secret/secret.txt'), 'secret')
symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'))
symlinkSync(outside, join(root, 'up'))
afterAll(() => rmSync(outside, { recursive: true }))

const files = createStaticFiles(root)

describe('the page’s files', () => {
  it('answer with their content and their type', async () => {
    const page = await files.read('/')
    expect(page?.body.toString()).toBe('<!doctype html>')
    expect(page?.headers).toEqual({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' })
    expect((await files.read('/a%20b.svg'))?.headers['content-type']).toBe('image/svg+xml')
    expect((await files.read('/odd.xyz'))?.headers['content-type']).toBe('application/octet-stream')
  })

  it('are kept by the browser only where the name holds a hash', async () => {
    expect((await files.read('/assets/app-1a2b.js'))?.headers).toEqual({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'private, max-age=31536000, immutable',
    })
  })

  it.each([
    ['dots', '/../secret.txt'],
    ['dots within', '/assets/../../secret.txt'],
    ['encoded dots', '/%2e%2e/secret.txt'],
    ['encoded slashes', '/..%2fsecret.txt'],
    ['twice encoded dots', '/%252e%252e/secret.txt'],
    ['a backslash', '/..\\secret.txt'],
    ['an encoded backslash', '/%5c..%5csecret.txt'],
    ['a NUL', '/index.html%00.svg'],
    ['a symbolic link', '/link.txt'],
    ['a path through a symbolic link', '/up/secret.txt'],
    ['a folder beside it with the same beginning', '/../page-secret/secret.txt'],
    ['an absolute path', '//etc/passwd'],
    ['no slash at all', 'index.html'],
    ['half an escape', '/%e'],
    ['a folder', '/assets'],
    ['the folder above', '/..'],
    ['a file that is not there', '/none.js'],
    ['a name too long to be one', `/${'a'.repeat(5000)}`],
  ])('are not left by %s', async (_name, path) => {
    expect(await files.read(path)).toBeNull()
  })

  it('are none when the folder is not there', async () => {
    expect(await createStaticFiles(join(outside, 'nowhere')).read('/')).toBeNull()
  })
})
