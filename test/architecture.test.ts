/** The import directions of the house, read from the import statements. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '..')

interface Import {
  readonly from: string
  /** A path from the project's root for own files, the bare specifier otherwise. */
  readonly to: string
}

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|vue)$/.test(name))
    .map((name) => join(folder, name))
}

const specifiers = /(?:^|[\s;])(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(specifiers)].map((match) => {
    const specifier = match[1] ?? match[2] ?? ''
    const to = specifier.startsWith('.') ? relative(root, resolve(root, dirname(file), specifier)) : specifier
    return { from: file.split(sep).join('/'), to: to.split(sep).join('/') }
  })
}

const imports = ['src-main', 'src-renderer'].flatMap(sourceFiles).flatMap(importsOf)
const isPackage = ({ to }: Import) => !to.startsWith('src-main/') && !to.startsWith('src-renderer/')
const under = (folder: string) => imports.filter(({ from }) => from.startsWith(folder))
const shown = (list: Import[]) => list.map(({ from, to }) => `${from} → ${to}`)

/** Every import from the folder must go to itself, a folder or package allowed, or `node:` where allowed. */
function strays(folder: string, allowed: readonly (string | RegExp)[]): string[] {
  const fits = ({ to }: Import) =>
    to.startsWith(folder) || allowed.some((rule) => (typeof rule === 'string' ? to.startsWith(rule) : rule.test(to)))
  return shown(under(folder).filter((each) => !fits(each)))
}

describe('the import directions', () => {
  it('finds the imports it is to judge', () => {
    expect(imports.length).toBeGreaterThan(100)
    expect(shown(imports)).toContain('src-main/core/serve.ts → src-main/contract/wire.ts')
  })

  it('lets the contract import zod and nothing else', () => {
    expect(strays('src-main/contract/', ['zod'])).toEqual([])
  })

  it('keeps hosts, Electron, Vue and the practice cloud out of the core', () => {
    expect(
      strays('src-main/core/', [
        'src-main/contract/',
        'node:',
        'zod',
        'csv-stringify',
        'tencentcloud-sdk-nodejs/',
        'ssh2',
        '@ngrok/ngrok',
        'yaml',
      ]),
    ).toEqual([])
  })

  it('keeps the practice cloud apart from the core: it is reached over HTTP only', () => {
    expect(strays('src-main/practice/', ['src-main/contract/', 'node:', 'zod'])).toEqual([])
  })

  it('keeps the two hosts apart', () => {
    const shared = ['src-main/contract/', 'src-main/core/', 'src-main/practice/start-thread.ts', 'node:', 'zod']
    expect(strays('src-main/hosts/electron/', [...shared, /^electron$/, 'electron-store'])).toEqual([])
    expect(strays('src-main/hosts/headless/', [...shared, 'ws', 'open'])).toEqual([])
  })

  it('lets nothing import a host', () => {
    expect(shown(imports.filter(({ from, to }) => to.includes('/hosts/') && !from.includes('/hosts/')))).toEqual([])
  })

  it('lets the renderer know the contract only', () => {
    const own = under('src-renderer/').filter((each) => !isPackage(each) && !each.to.startsWith('src-renderer/'))
    expect(shown(own.filter(({ to }) => !to.startsWith('src-main/contract/')))).toEqual([])
    expect(shown(under('src-renderer/').filter(({ to }) => to.startsWith('node:') || to === 'electron'))).toEqual([])
  })

  it('lets the subjects of the core meet along the agreed arrows only', () => {
    const arrows: Record<string, string[]> = {
      receiver: ['events', 'store'],
      events: ['store', 'receiver'],
      binding: ['cloud', 'store', 'activity'],
      plan: ['cloud', 'store'],
      // What a file wishes is a plan's wish; what passes the cloud is watched for drift.
      config: ['cloud', 'store', 'plan', 'activity'],
      template: ['cloud', 'store', 'activity', 'receiver'],
      account: ['cloud', 'store', 'activity'],
      stream: ['cloud', 'store', 'activity'],
      // The bodies of alerts are read when somebody looks at them.
      moderation: ['events', 'store', 'cloud', 'activity', 'receiver'],
      health: ['cloud', 'activity'],
      moderator: ['activity'],
      cloud: [],
      store: [],
      activity: ['store'],
      tunnel: ['activity'],
    }
    const subjectOf = (path: string) => /^src-main\/core\/([^/]+)\//.exec(path)?.[1]
    const wrong = under('src-main/core/').filter(({ from, to }) => {
      const [source, target] = [subjectOf(from), subjectOf(to)]
      return source && target && source !== target && source in arrows && !arrows[source]?.includes(target)
    })
    expect(shown(wrong)).toEqual([])
  })

  it('lets only the client folder touch the bridge or a WebSocket', () => {
    const touching = sourceFiles('src-renderer').filter((file) =>
      /\bwindow\.desk\b|new WebSocket\b/.test(readFileSync(join(root, file), 'utf8')),
    )
    expect(touching.map((file) => file.split(sep).join('/'))).toEqual(['src-renderer/client/ports.ts'])
  })
})
