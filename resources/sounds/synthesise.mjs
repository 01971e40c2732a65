/**
 * Makes the desk's own signal sounds, so that nobody's recording has to be licensed: sine tones with a soft
 * beginning and end. Told apart by number and direction of their tones, not by loudness:
 *   addressLost  three falling, low and slow · addressBack  the same, rising
 *   review  one low tone · block  two rising · returned  two falling · alarm  three, the last one held
 * Run it after a change: node resources/sounds/synthesise.mjs
 */
import { writeFileSync } from 'node:fs'

const rate = 11_025

/** Each tone: frequency in Hz, where it begins and how long it lasts, in seconds. */
const sounds = {
  addressLost: [
    [440, 0, 0.22],
    [349, 0.2, 0.22],
    [262, 0.4, 0.45],
  ],
  addressBack: [
    [262, 0, 0.2],
    [349, 0.18, 0.2],
    [440, 0.36, 0.4],
  ],
  review: [[440, 0, 0.28]],
  block: [
    [587, 0, 0.16],
    [880, 0.17, 0.3],
  ],
  returned: [
    [784, 0, 0.16],
    [523, 0.17, 0.32],
  ],
  alarm: [
    [880, 0, 0.14],
    [659, 0.17, 0.14],
    [880, 0.34, 0.4],
  ],
}

function sample(tones, at) {
  let sum = 0
  for (const [frequency, start, length] of tones) {
    const inside = at - start
    if (inside < 0 || inside > length) continue
    const edge = Math.min(1, inside / 0.012, (length - inside) / (length * 0.6))
    const phase = 2 * Math.PI * frequency * inside
    sum += 0.5 * edge * (Math.sin(phase) + 0.22 * Math.sin(2 * phase) + 0.08 * Math.sin(3 * phase))
  }
  return Math.max(-1, Math.min(1, sum))
}

for (const [name, tones] of Object.entries(sounds)) {
  const count = Math.ceil(rate * Math.max(...tones.map(([, start, length]) => start + length)))
  const wave = Buffer.alloc(44 + count * 2)
  wave.write('RIFF', 0, 'latin1')
  wave.writeUInt32LE(36 + count * 2, 4)
  wave.write('WAVEfmt ', 8, 'latin1')
  wave.writeUInt32LE(16, 16)
  wave.writeUInt16LE(1, 20)
  wave.writeUInt16LE(1, 22)
  wave.writeUInt32LE(rate, 24)
  wave.writeUInt32LE(rate * 2, 28)
  wave.writeUInt16LE(2, 32)
  wave.writeUInt16LE(16, 34)
  wave.write('data', 36, 'latin1')
  wave.writeUInt32LE(count * 2, 40)
  for (let index = 0; index < count; index += 1)
    wave.writeInt16LE(Math.round(sample(tones, index / rate) * 30_000), 44 + index * 2)
  writeFileSync(new URL(`../../src-renderer/public/sounds/${name}.wav`, import.meta.url), wave)
}
