/** Compiles shim.c, which watches what a process writes and syncs. Linux with a C compiler only. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Shim {
  /** Environment variables for the process to watch; `asked` as shim.c describes them. */
  env(asked: { image?: string; trace?: string; fsyncUs?: number }): Record<string, string>
  remove(): void
}

/** null where there is no compiler; says so. */
export function buildShim(): Shim | null {
  const compiler = process.env.CC ?? 'cc'
  if (process.platform !== 'linux' || spawnSync(compiler, ['--version']).status !== 0) {
    console.log('There is no C compiler here (Linux with cc is needed), so nothing can be said about a power loss.')
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'fault-shim-'))
  const library = join(folder, 'shim.so')
  const source = fileURLToPath(new URL('shim.c', import.meta.url))
  const { status, stderr } = spawnSync(
    compiler,
    ['-O2', '-shared', '-fPIC', '-o', library, source, '-ldl', '-lpthread'],
    { encoding: 'utf8' },
  )
  if (status !== 0 || !existsSync(library)) throw new Error(`shim.c does not compile: ${stderr}`)
  return {
    env: ({ image, trace, fsyncUs }) => ({
      LD_PRELOAD: library,
      FAULT_FILES: '/desk.db',
      ...(image ? { FAULT_IMAGE: image } : {}),
      ...(trace ? { FAULT_TRACE: trace } : {}),
      ...(fsyncUs ? { FAULT_FSYNC_US: String(fsyncUs) } : {}),
    }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
