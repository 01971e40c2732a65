/** Security S3: a process killed while it writes leaves the old vault or the new one, never half of either. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openVault } from '../../../src-main/core/account/vault.ts'
import { createFakeCipher } from '../../fakes/cipher.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const kills = 50
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vault-kill-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it(`keeps every secret through ${kills} kills in mid-write`, { timeout: 300_000 }, async () => {
  const file = join(folder, 'vault.json')
  const open = () => openVault(file, { cipher: createFakeCipher('none'), log: createRecordedLog() })
  const first = await open()
  await first.setMode('weak')
  await first.set('canary', 'stays')

  for (let round = 0; round < kills; round++) {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'vault-writer.ts'), file, String(round)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    // Not a wait for anything: the moment of the kill is meant to fall anywhere in a write.
    await wait(Math.random() * 8)
    child.kill('SIGKILL')
    await once(child, 'exit')

    const vault = await open()
    expect(vault.problem()).toBeNull()
    expect(vault.get('canary')).toBe('stays')
    const [length, value] = vault.get('growing')?.split('|') ?? []
    expect(value?.startsWith(`${round}:`)).toBe(true)
    expect(value).toHaveLength(Number(length))
  }
})
