import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawPicture } from '../../src-main/practice/pictures.ts'
import { startCloud } from './helpers.ts'

describe('the pictures', () => {
  it('are PNG files of shapes, the same for the same path', () => {
    const picture = drawPicture('/pictures/a.png')
    expect(picture.subarray(1, 4).toString()).toBe('PNG')
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([640, 360])
    const data = picture.indexOf('IDAT')
    const pixels = inflateSync(picture.subarray(data + 4, data + 4 + picture.readUInt32BE(data - 4)))
    expect(pixels).toHaveLength(641 * 360)
    expect(new Set(pixels).size).toBeGreaterThan(2)
    expect(Math.max(...new Set(pixels))).toBeLessThan(6)
    expect(drawPicture('/pictures/a.png')).toEqual(picture)
    expect(drawPicture('/pictures/b.png')).not.toEqual(picture)
  })

  it('are served where alerts say they are', async () => {
    const { endpoint } = await startCloud()
    const response = await fetch(`${endpoint}/pictures/push.practice.example/live/room-screenshot-1-640x360.png`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(500)
  })
})
