/** The size of what is shipped: main's entries with the chunks they load at start, and the page's scripts and styles. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const out = fileURLToPath(new URL('../../out/', import.meta.url))
const kB = (bytes: number): number => Math.round(bytes / 100) / 10

/** An entry and everything it imports statically. */
function withStaticImports(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  const text = readFileSync(entry, 'utf8')
  for (const [, path] of text.matchAll(/(?:^|;)(?:import|export)\b[^;"']*["'](\.[^"']+)["']/gm)) {
    if (path) withStaticImports(join(entry, '..', path), seen)
  }
  return seen
}

/** An entry of main with the chunks that every start loads after it. */
function mainWith(entry: string, chunks: RegExp): Set<string> {
  const main = join(out, 'main')
  const later = readdirSync(join(main, 'chunks')).filter((name) => chunks.test(name))
  const files = [join(main, entry), ...later.map((name) => join(main, 'chunks', name))]
  return new Set(files.flatMap((file) => [...withStaticImports(file)]))
}

const row = (files: Iterable<string>) => {
  const contents = [...files].map((file) => readFileSync(file))
  return {
    files: contents.length,
    'raw kB': kB(contents.reduce((sum, text) => sum + text.length, 0)),
    'gzip kB': kB(contents.reduce((sum, text) => sum + gzipSync(text).length, 0)),
  }
}

export function measureSizes(): Record<string, { files: number; 'raw kB': number; 'gzip kB': number }> {
  const assets = readdirSync(join(out, 'renderer'), { recursive: true, encoding: 'utf8' }).map((name) =>
    join(out, 'renderer', name),
  )
  return {
    'main, Electron host': row(mainWith('electron.js', /^joining-/)),
    'main, headless host': row(mainWith('headless.js', /^(run|joining|page)-/)),
    'event writer': row(withStaticImports(join(out, 'main/writer.js'))),
    'event search': row(withStaticImports(join(out, 'main/search.js'))),
    'practice cloud': row(withStaticImports(join(out, 'main/practice.js'))),
    'renderer, until Live stands (goal ≤ 250 kB gzip)': row(
      new Set(
        assets
          .filter((name) => /(index|start|LiveView|en)-[\w-]+\.js$/.test(name))
          .flatMap((name) => [...withStaticImports(name)]),
      ),
    ),
    'renderer, all scripts': row(assets.filter((name) => name.endsWith('.js'))),
    'renderer, styles': row(assets.filter((name) => name.endsWith('.css'))),
  }
}
