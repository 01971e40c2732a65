/** A process that writes a vault without end, to be killed in the middle: `node vault-writer.ts FILE ROUND`. */
import { openVault } from '../../../src-main/core/account/vault.ts'

const [, , file = '', round = '0'] = process.argv
const log = { info() {}, warn() {}, error() {} }
const cipher = {
  strength: async () => 'none' as const,
  encrypt: async () => Buffer.alloc(0),
  decrypt: async () => ({ plain: '', isOutdated: false }),
}

const vault = await openVault(file, { cipher, log })
if (vault.status().mode !== 'weak') await vault.setMode('weak')
for (let count = 0; ; count++) {
  // The value says how it should look, so that a torn one is seen.
  const value = `${round}:${count}:`.padEnd(1000 + ((count * 7919) % 100_000), 'x')
  await vault.set('growing', `${value.length}|${value}`)
  if (count === 0) process.stdout.write('writing\n')
}
