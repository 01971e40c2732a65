/** Security I2 and I3: whatever address a stranger names and whatever answers there, nothing inside is reached. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcp, Socket } from 'node:net'
import { deflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Address } from '../../../../src-main/core/moderation/pictures/address.ts'
import { isListed, isPublic } from '../../../../src-main/core/moderation/pictures/address.ts'
import { fetchPicture, type PictureError } from '../../../../src-main/core/moderation/pictures/fetch-picture.ts'
import { sniff } from '../../../../src-main/core/moderation/pictures/sniff.ts'
import { drawPicture } from '../../../../src-main/practice/pictures.ts'

const png = drawPicture('/a')
let server: Server
let port = 0
let requests: IncomingMessage[] = []
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  requests = []
  answer = (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(png)
  server = createServer((request, response) => {
    requests.push(request)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const origin = () => `http://127.0.0.1:${port}`
const hosts = ['*.myqcloud.com']
const never = () => Promise.reject(new Error('no name must be asked for'))

/** From the practice cloud's own origin, the only way to a server of this machine. */
const local = (path = '/a.png', timeoutMs = 20_000) =>
  fetchPicture({ url: origin() + path, hosts, practiceOrigin: origin() }, { resolve: never, timeoutMs })
const foreign = (url: string, addresses: readonly string[] = ['93.184.216.34'], asked: string[] = []) =>
  fetchPicture(
    { url, hosts, practiceOrigin: null },
    {
      resolve: async (host) => {
        asked.push(host)
        return addresses.map((address): Address => ({ address, family: address.includes(':') ? 6 : 4 }))
      },
      timeoutMs: 2000,
    },
  )
const problemOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none at all',
    (error: PictureError) => error.problem,
  )

describe('a picture', () => {
  it('comes with its type and size, asked for without cookie or Referer', async () => {
    expect(await local()).toMatchObject({ type: 'image/png', width: 640, height: 360, bytes: png })
    const { headers } = requests[0] ?? expect.fail('no request')
    expect(Object.keys(headers).toSorted()).toEqual(['accept', 'accept-encoding', 'connection', 'host'])
  })

  it('of a host on the list is fetched from exactly the address that was looked at', async () => {
    const asked: string[] = []
    const told = vi.spyOn(Socket.prototype, 'emit')
    onTestFinished(() => told.mockRestore())
    await problemOf(foreign(`http://bucket.myqcloud.com:${port}/a.png`, ['93.184.216.34'], asked))
    expect(asked).toEqual(['bucket.myqcloud.com'])
    const tried = (told.mock.calls as unknown[][]).flatMap(([event, address]) =>
      event === 'connectionAttempt' ? [address] : [],
    )
    expect(tried).toEqual(['93.184.216.34'])
  })
})

describe('an address that must not be reached', () => {
  it.each([
    'file:///etc/passwd',
    'ftp://bucket.myqcloud.com/a',
    'javascript:alert(1)',
    'no address',
    'http://user:pass@bucket.myqcloud.com/a',
  ])('%s is none', async (url) => {
    expect(await problemOf(foreign(url))).toBe('address')
  })

  it.each([
    'http://127.0.0.1/a',
    'http://[::1]/a',
    'http://2130706433/a',
    'http://0x7f.1/a',
    'http://localhost/a',
    'http://169.254.169.254/latest/meta-data',
    'http://myqcloud.com.evil.example/a',
    'http://evilmyqcloud.com/a',
    'http://myqcloud.com/a',
  ])('%s is not on the list', async (url) => {
    expect(await problemOf(foreign(url))).toBe('host')
    expect(requests).toEqual([])
  })

  it.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['172.31.0.1'],
    ['192.168.1.1'],
    ['169.254.169.254'],
    ['100.64.0.1'],
    ['0.0.0.0'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['::ffff:10.0.0.1'],
    ['64:ff9b::7f00:1'],
    ['fe80::1'],
    ['fd00::1'],
    ['2002:7f00:1::'],
    ['93.184.216.34', '127.0.0.1'],
  ])('a listed name that leads to %s', async (...addresses) => {
    expect(await problemOf(foreign(`http://bucket.myqcloud.com:${port}/a`, addresses))).toBe('private')
    expect(requests).toEqual([])
  })

  it('a resolver that answers differently the second time is not asked a second time', async () => {
    let times = 0
    const source = { url: `http://bucket.myqcloud.com:${port}/a`, hosts, practiceOrigin: null }
    const resolve = async (): Promise<Address[]> => [
      { address: times++ === 0 ? '192.0.2.255' : '127.0.0.1', family: 4 },
    ]
    expect(await problemOf(fetchPicture(source, { resolve, timeoutMs: 500 }))).toBe('private')
    expect([times, requests.length]).toEqual([1, 0])
  })

  it('the practice cloud’s own is open to its account alone, and only at its own port', async () => {
    expect(await problemOf(foreign(`${origin()}/a.png`))).toBe('host')
    const other = { url: `http://127.0.0.1:${port + 1}/a`, hosts, practiceOrigin: origin() }
    expect(await problemOf(fetchPicture(other, { resolve: never }))).toBe('host')
    expect(requests).toEqual([])
  })
})

describe('an answer that is no picture', () => {
  it.each([
    ['a redirect into the machine', 302, 'redirect'],
    ['an expired link', 403, 'expired'],
    ['a picture that is gone', 404, 'expired'],
    ['a server in trouble', 503, 'refused'],
  ])('%s is said', async (_what, status, problem) => {
    let isFollowed = false
    answer = (request, response) => {
      if (request.url === '/inside') isFollowed = true
      response.writeHead(status, { location: `${origin()}/inside` }).end()
    }
    expect(await problemOf(local())).toBe(problem)
    expect(isFollowed).toBe(false)
  })

  it.each([
    ['SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')],
    ['HTML called an image', Buffer.from('<!doctype html><script>1</script>')],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00')],
    ['half a header', png.subarray(0, 12)],
    ['nothing', Buffer.alloc(0)],
    ['a JPEG without a frame', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0])],
  ])('%s is refused', async (_what, body) => {
    answer = (_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(body)
    expect(await problemOf(local())).toBe('notPicture')
  })

  it('a bomb is refused by what its header says', async () => {
    const bomb = Buffer.concat([png.subarray(0, 16), Buffer.alloc(8), deflateSync(Buffer.alloc(1000))])
    bomb.writeUInt32BE(50_000, 16)
    bomb.writeUInt32BE(50_000, 20)
    answer = (_request, response) => void response.writeHead(200).end(bomb)
    expect(await problemOf(local())).toBe('tooManyPixels')
  })

  it('four gigabytes announced are not read at all', async () => {
    answer = (_request, response) => void response.writeHead(200, { 'content-length': 4 * 2 ** 30 }).write(png)
    expect(await problemOf(local())).toBe('tooLarge')
  })

  it('an endless body is cut off at 8 MiB', async () => {
    let isOpen = true
    answer = (_request, response) => {
      response.writeHead(200).on('close', () => {
        isOpen = false
      })
      const more = () => {
        while (isOpen && response.write(Buffer.alloc(256 * 1024)));
        if (isOpen) response.once('drain', more)
      }
      more()
    }
    expect(await problemOf(local())).toBe('tooLarge')
    await expect.poll(() => isOpen).toBe(false)
  })

  it.each([
    ['never answers', () => {}],
    ['never ends', (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(200).write(png)],
  ])('a server that %s is given up in time', async (_what, hang) => {
    answer = hang
    expect(await problemOf(local('/a', 300))).toBe('timeout')
  })

  it('a resolver that never answers is given up in time', async () => {
    const source = { url: 'http://bucket.myqcloud.com/a', hosts, practiceOrigin: null }
    expect(await problemOf(fetchPicture(source, { resolve: () => new Promise(() => {}), timeoutMs: 200 }))).toBe(
      'timeout',
    )
  })

  it('what does not speak HTTP is unreachable', async () => {
    const tcp = createTcp((socket) => socket.end('hello'))
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const url = `http://127.0.0.1:${(tcp.address() as AddressInfo).port}`
    expect(await problemOf(fetchPicture({ url, hosts, practiceOrigin: url }, { resolve: never }))).toBe('unreachable')
    tcp.close()
  })
})

describe('what a file is', () => {
  const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0001108021c03c003012200021101031101', 'hex')
  const webp = (kind: string, rest: string) =>
    Buffer.concat([Buffer.from(`RIFF\0\0\0\0WEBP${kind}`, 'latin1'), Buffer.from(rest.padEnd(36, '0'), 'hex')])

  it('shows in its first bytes, with its size', () => {
    expect(sniff(png)).toEqual({ type: 'image/png', width: 640, height: 360 })
    expect(sniff(jpeg)).toEqual({ type: 'image/jpeg', width: 960, height: 540 })
    expect(sniff(webp('VP8X', '0a000000000000007f02006701'))).toEqual({ type: 'image/webp', width: 640, height: 360 })
    expect(sniff(webp('VP8 ', '00000000000000009d012a80026801'))).toMatchObject({ type: 'image/webp' })
    expect(sniff(webp('VP8L', '000000002f7fc25900'))).toEqual({ type: 'image/webp', width: 640, height: 360 })
  })

  it('of no bytes at all, or of any, never throws', () => {
    for (let length = 0; length < 40; length++)
      for (const whole of [png, jpeg, webp('VP8X', ''), webp('VP8 ', ''), webp('VP8L', '')])
        expect(() => sniff(whole.subarray(0, length))).not.toThrow()
  })
})

describe('lists', () => {
  it('a star stands for every host below, and for nothing else', () => {
    expect(isListed('a.b.myqcloud.com', hosts)).toBe(true)
    expect(isListed('A.MYQCLOUD.COM.', hosts)).toBe(true)
    expect(isListed('img.example.com', ['img.example.com'])).toBe(true)
    expect(isListed('x.img.example.com', ['img.example.com'])).toBe(false)
  })

  it('public addresses are public', () => {
    expect(['93.184.216.34', '2606:2800:220:1::1', '119.29.29.29'].map(isPublic)).toEqual([true, true, true])
    expect(['', 'x', '1.2.3', '2001:db8::1'].map(isPublic)).toEqual([false, false, false, false])
  })
})
