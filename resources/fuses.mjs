/**
 * Electron's fuses: switches in the executable itself, after a marker: a version byte, a length byte, then
 * one character per fuse. All of them are set, and an Electron with more or fewer is refused, so that a
 * new one is a decision and not an accident (security E6).
 */
import { readFileSync, writeFileSync } from 'node:fs'

/** In their order in the executable. */
const fuses = /** @type {const} */ ([
  ['runAsNode', false],
  ['cookieEncryption', true],
  ['nodeOptionsVariable', false],
  ['nodeInspectArguments', false],
  ['asarIntegrity', true],
  ['onlyLoadFromAsar', true],
  ['browserProcessV8Snapshot', false],
  ['fileProtocolPrivileges', false],
  ['wasmTrapHandlers', true],
])

const marker = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const version = 1
const removed = 'r'.charCodeAt(0)

/** A universal macOS binary holds the marker once for each processor. */
export function setFuses(/** @type {string} */ file) {
  const bytes = readFileSync(file)
  let found = 0
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + 1)) {
    setAt(bytes, at + marker.length)
    found += 1
  }
  if (found === 0) throw new Error(`${file} holds no fuses.`)
  writeFileSync(file, bytes)
}

function setAt(/** @type {Buffer} */ bytes, /** @type {number} */ start) {
  const [foundVersion, length] = [bytes[start], bytes[start + 1]]
  if (foundVersion !== version) throw new Error(`The fuses are of version ${foundVersion}, not ${version}.`)
  if (length !== fuses.length) throw new Error(`This Electron has ${length} fuses; ${fuses.length} are known.`)
  for (const [index, [name, on]] of fuses.entries()) {
    const at = start + 2 + index
    if (bytes[at] === removed) throw new Error(`This Electron has no fuse ${name} any more.`)
    bytes.write(on ? '1' : '0', at, 'latin1')
  }
}
