import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { pageOrigin, registerScheme, servePictures, serveScheme } from '../../../src-main/hosts/electron/scheme.ts'
import { becomeReady, seen } from '../../fakes/electron.ts'

vi.mock('electron', () => import('../../fakes/electron.ts'))

const folder = mkdtempSync(join(tmpdir(), 'desk-scheme-'))
mkdirSync(join(folder, 'page'))
writeFileSync(join(folder, 'page/index.html'), '<!doctype html>')
writeFileSync(join(folder, 'page/app.js'), 'export {}')
writeFileSync(join(folder, 'secret.txt'), 'secret')

const ask = async (url: string, method = 'GET'): Promise<Response> => {
  const answer = await seen.handlers.get(new URL(url).protocol.slice(0, -1))?.(new Request(url, { method }))
  if (!answer) throw new Error('no handler')
  return answer
}

beforeAll(() => {
  registerScheme()
  becomeReady()
  serveScheme(join(folder, 'page'))
  servePictures(async (name) => (name === '7.a-B_' ? { bytes: Buffer.from('picture'), type: 'image/png' } : null))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('app:// (E1, E7)', () => {
  it('is a standard, secure scheme that its sounds may be fetched from, and has no other privilege', () => {
    const privileges = { standard: true, secure: true }
    expect(seen.schemes).toEqual([
      { scheme: 'app', privileges: { ...privileges, supportFetchAPI: true } },
      { scheme: 'app-img', privileges },
    ])
    expect(pageOrigin).toBe('app://desk')
  })

  it('serves the page and its files under the policy', async () => {
    const page = await ask('app://desk/')
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
    expect(page.headers.get('content-security-policy')).toContain('trusted-types vue')
    const script = await ask('app://desk/app.js')
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(script.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    'app://desk/../secret.txt',
    'app://desk/%2e%2e/secret.txt',
    'app://desk/..%2fsecret.txt',
    'app://desk/..%5csecret.txt',
    'app://desk/index.html%00',
    'app://desk/none',
    'app://other/index.html',
    'app://desk.example/index.html',
    'app://desk:81/index.html',
    'app:///index.html',
  ])('answers 404 to %s, still under the policy', async (url) => {
    const answer = await ask(url)
    expect([answer.status, await answer.text()]).toEqual([404, ''])
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it.each(['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS'])('does not answer to %s', async (method) => {
    expect((await ask('app://desk/', method)).status).toBe(405)
  })
})

describe('app-img:// (I1)', () => {
  it('serves the picture of an alert, with its type as it is', async () => {
    const picture = await ask('app-img://desk/7.a-B_')
    expect([picture.status, await picture.text()]).toEqual([200, 'picture'])
    expect(picture.headers.get('content-type')).toBe('image/png')
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff')
    expect(picture.headers.get('cache-control')).toBe('no-store')
  })

  it.each(
    ['8', '', '7.a-B_/x', 'x7', '7.a-B_%00'].map((name) => `app-img://desk/${name}`).concat('app-img://other/7.a-B_'),
  )('answers 404 to %s', async (url) => {
    expect((await ask(url)).status).toBe(404)
  })

  it('does not answer to POST', async () => {
    expect((await ask('app-img://desk/7.a-B_', 'POST')).status).toBe(405)
  })
})
