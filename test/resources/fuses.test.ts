import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { setFuses } from '../../resources/fuses.mjs'
import { fuseMarker as marker } from './fuse-marker.ts'

const folder = mkdtempSync(join(tmpdir(), 'desk-fuses-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'electron')
const binary = (...wires: string[]) =>
  writeFileSync(file, Buffer.from(`ELF\u0000${wires.map((wire) => `${marker}${wire}after`).join('')}`, 'latin1'))
const wire = (fuses: string, version = 1) =>
  `${String.fromCharCode(version)}${String.fromCharCode(fuses.length)}${fuses}`

describe('the fuses (E6)', () => {
  it('are all nine set, and nothing else in the file changes', () => {
    binary(wire('101110011'))
    setFuses(file)
    expect(readFileSync(file, 'latin1')).toBe(`ELF\u0000${marker}${wire('010011001')}after`)
  })

  it('are set for each processor of a universal binary', () => {
    binary(wire('101110011'), wire('111111111'))
    setFuses(file)
    expect(readFileSync(file, 'latin1').split('010011001').length - 1).toBe(2)
  })

  it.each([
    ['none', [], 'holds no fuses'],
    ['one more', [wire('1011100110')], 'has 10 fuses; 9 are known'],
    ['one fewer', [wire('10111001')], 'has 8 fuses; 9 are known'],
    ['another version', [wire('101110011', 2)], 'version 2'],
    ['a removed one', [wire('r01110011')], 'no fuse runAsNode any more'],
  ])('stop the packing of an Electron with %s, which is left as it was', (_name, wires, reason) => {
    binary(...wires)
    const before = readFileSync(file)
    expect(() => setFuses(file)).toThrow(reason)
    expect(readFileSync(file)).toEqual(before)
  })
})
