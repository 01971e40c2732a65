/**
 * Draws the pictures of the practice streams: shapes whose place and colour follow from the path, never
 * content. Every path has its picture, so nothing needs storing.
 */
import { createHash } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'
import { createRandom } from './random.ts'

const width = 640
const height = 360
/** 3 bytes a colour: ground, then the shapes'. */
const palette = Buffer.from(
  [
    [38, 44, 54],
    [94, 129, 172],
    [163, 190, 140],
    [208, 135, 112],
    [180, 142, 173],
    [235, 203, 139],
  ].flat(),
)

type Shape = (x: number, y: number) => boolean

export function drawPicture(path: string): Buffer {
  const random = createRandom(createHash('sha256').update(path).digest().readUInt32BE())
  const shapes: Shape[] = Array.from({ length: 5 }, (_, index) => {
    const [x, y, size] = [random.int(60, width - 60), random.int(40, height - 40), random.int(30, 110)]
    return index % 2 === 0
      ? (px, py) => (px - x) ** 2 + (py - y) ** 2 < size ** 2
      : (px, py) => Math.abs(px - x) < size && Math.abs(py - y) < size * 0.6
  })
  // One filter byte before each row, as PNG wants it.
  const pixels = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      pixels[y * (width + 1) + 1 + x] = shapes.findLastIndex((covers) => covers(x, y)) + 1
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  // 8 bits a pixel, colours by palette.
  header.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(pixels, { level: 3 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(content), 4)
  return Buffer.concat([frame.subarray(0, 4), content, frame.subarray(4)])
}
