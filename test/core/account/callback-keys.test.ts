/** The callback keys over a restart: what is current, and what is accepted beside it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createCallbackKeys } from '../../../src-main/core/account/callback-keys.ts'
import { openVault } from '../../../src-main/core/account/vault.ts'
import { createKeyring } from '../../../src-main/core/receiver/keyring.ts'
import { createFakeCipher } from '../../fakes/cipher.ts'
import { createRecordedLog } from '../../fakes/log.ts'

function createRuns() {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'vault.json')
  let at = 1000
  const [cipher, log] = [createFakeCipher(), createRecordedLog()]
  const run = async () => {
    const vault = await openVault(file, { cipher, log: createRecordedLog(), now: () => at })
    const keyring = createKeyring({ now: () => at })
    const keys = createCallbackKeys({ vault, keyring, isKept: () => true, log })
    return { vault, keyring, keys }
  }
  return { run, file, log, wait: (ms: number) => (at += ms) }
}

describe('callback keys', () => {
  it('are there after a restart, with the one that was replaced', async () => {
    const { run } = createRuns()
    const first = await run()
    await first.keys.learn('acc', new Map([[7, 'old']]))
    await first.keys.learn('acc', new Map([[7, 'new']]))
    const { keys, keyring } = await run()
    keys.restore(['acc'])
    expect(keyring.keysFor('acc', 7)).toEqual(['new', 'old'])
    expect(keyring.isReplaced('acc', 7, 'old')).toBe(true)
  })

  it('are there with the one that was about to be set when the desk went away', async () => {
    const { run, wait } = createRuns()
    const first = await run()
    await first.keys.learn('acc', new Map([[7, 'old']]))
    await first.keys.expect('acc', { templateId: 7, key: 'new', until: 5000 })
    const second = await run()
    second.keys.restore(['acc'])
    expect(second.keyring.keysFor('acc', 7)).toEqual(['old', 'new'])
    wait(4000)
    expect(second.keyring.keysFor('acc', 7)).toEqual(['old'])
  })

  it('are read as earlier versions wrote them', async () => {
    const { run } = createRuns()
    const { vault, keys, keyring } = await run()
    await vault.set('callback-keys:acc', JSON.stringify([[7, 'old']]))
    keys.restore(['acc'])
    expect(keyring.keysFor('acc', 7)).toEqual(['old'])
  })

  it('that are damaged count as none, whatever is there in their place, and show nowhere', async () => {
    const { run, log } = createRuns()
    const { vault, keys, keyring } = await run()
    for (const text of ['', '{"current":[[7,"aVeryPlainKey"', '"aVeryPlainKey"', 'null', '{"current":[["x",1]]}']) {
      await vault.set('callback-keys:acc', text)
      await vault.set('callback-keys:other', JSON.stringify([[8, 'good']]))
      keys.restore(['acc', 'other'])
      expect(keyring.knows('acc'), text).toBe(false)
      expect(keyring.keysFor('other', 8)).toEqual(['good'])
    }
    expect(log.lines).toMatchObject([{ level: 'error', facts: { entry: 'callback-keys:acc' } }])
    expect(JSON.stringify(log.lines)).not.toContain('aVery')
    await keys.learn('acc', new Map([[7, 'learnt']]))
    expect((await run()).vault.get('callback-keys:acc')).toContain('learnt')
  })

  it('are sealed on the disk', async () => {
    const { run, file } = createRuns()
    const { keys } = await run()
    await keys.learn('acc', new Map([[7, 'aVeryPlainKey']]))
    expect(readFileSync(file, 'utf8')).not.toContain('aVeryPlainKey')
  })
})
