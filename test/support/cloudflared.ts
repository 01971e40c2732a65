/** A program that calls itself cloudflared and does what a test needs (cloudflared-stand-in.mjs). */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const standIn = join(import.meta.dirname, 'cloudflared-stand-in.mjs')

export function createCloudflared(): {
  program: string
  folder: string
  be(mode: string, name?: string): void
  remove(): void
} {
  const folder = mkdtempSync(join(tmpdir(), 'cloudflared-'))
  const program = join(folder, 'cloudflared')
  const be = (mode: string, name = 'made-up-words-here') =>
    writeFileSync(
      program,
      `#!/bin/sh\nSTAND_IN=${mode} STAND_IN_NAME=${name} exec "${process.execPath}" "${standIn}" "$@"\n`,
      { mode: 0o755 },
    )
  be('quick')
  return { program, folder, be, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
