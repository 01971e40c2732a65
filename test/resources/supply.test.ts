/** What the desk is made of (security P1, P2): exact versions from the registry, few of them, none for nothing. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../hosts/built.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
type Versions = Record<string, string>
interface Component {
  name: string
  version: string
  hashes: { alg: string }[]
  properties: { name: string }[]
}
const manifest = JSON.parse(read('package.json')) as Record<string, Versions>
const lock = JSON.parse(read('package-lock.json')) as {
  packages: Record<
    string,
    { version?: string; resolved?: string; link?: boolean; integrity?: string; inBundle?: boolean }
  >
}
const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }

/** Every name imported from outside, of the page's style sheet too. */
function importedNames(): Set<string> {
  const files = ['src-main', 'src-renderer'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(ts|vue|css)$/.test(name))
      .map((name) => read(join(folder, name))),
  )
  const imports = files.flatMap((text) => [...text.matchAll(/(?:from |import\(|import )['"]([^.'"][^'"]*)['"]/g)])
  return new Set(imports.map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name))
}

describe('the dependencies', () => {
  it('are pinned to one version each', () => {
    for (const [name, version] of Object.entries(all)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('are locked to what the registry holds: no git, no tarball, no folder', () => {
    for (const [path, { version, resolved, link, integrity, inBundle }] of Object.entries(lock.packages)) {
      // Those in a bundle are covered by what they are bundled in.
      if (path === '' || inBundle) continue
      expect(link, path).toBeUndefined()
      expect(version, path).toMatch(/^\d+\.\d+\.\d+/)
      expect(integrity, path).toMatch(/^sha512-/)
      expect(resolved ?? 'https://registry.npmjs.org/', path).toMatch(/^https:\/\/registry\.npmjs\.org\//)
    }
  })

  it('of the running desk are fifteen at most, and each is used', () => {
    const names = Object.keys(manifest.dependencies ?? {})
    expect(names.length).toBeLessThanOrEqual(15)
    const imported = importedNames()
    expect(names.filter((name) => !imported.has(name))).toEqual([])
  })

  it('are listed by `npm run sbom` with version and hash, apart from what only builds and tests', () => {
    const { stdout } = spawnSync('npm', ['run', '--silent', 'sbom'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    })
    const { bomFormat, components } = JSON.parse(stdout) as { bomFormat: string; components: Component[] }
    expect(bomFormat).toBe('CycloneDX')
    const isDevelopment = ({ properties }: Component) => properties.some(({ name }) => name.endsWith(':development'))
    const listed = new Map(components.map((component) => [component.name, component]))
    for (const [name, version] of Object.entries(manifest.dependencies ?? {})) {
      expect(listed.get(name), name).toMatchObject({ version, hashes: [{ alg: 'SHA-512' }] })
    }
    expect(components.filter(isDevelopment).map(({ name }) => name)).toContain('vitest')
    expect(components.filter((each) => !isDevelopment(each)).map(({ name }) => name)).not.toContain('vitest')
  })
})
