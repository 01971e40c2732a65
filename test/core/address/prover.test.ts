import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { PostThrough } from '../../../src-main/core/address/heartbeat.ts'
import { createProver } from '../../../src-main/core/address/prover.ts'
import { createPaths } from '../../../src-main/core/receiver/paths.ts'
import { createRecordedLog } from '../../fakes/log.ts'

const paths = createPaths(Buffer.alloc(32, 1))
const base = 'https://cb.example.com'

/** A way through that leads to a desk with the given paths. */
const through =
  (desk = paths): PostThrough =>
  async (url, body) => {
    const found = desk.read(new URL(url).pathname)
    if (found?.group !== 'heartbeat') return { status: 404, body: '' }
    return { status: 200, body: JSON.stringify({ answer: desk.heartbeatAnswer(JSON.parse(body).nonce) }) }
  }

const dead: PostThrough = async () => {
  throw new AppError('cloud.connect', { details: { message: 'ECONNREFUSED' } })
}

function create(post: PostThrough, address: string | null = base) {
  vi.useFakeTimers()
  const way = { base: address, post }
  const prover = createProver({
    target: () => (way.base === null ? null : { base: way.base, post: (...args) => way.post(...args) }),
    paths,
    log: createRecordedLog(),
    now: Date.now,
  })
  onTestFinished(() => {
    prover.close()
    vi.useRealTimers()
  })
  return { prover, way }
}

describe('proving the public address', () => {
  it('is proven by this desk’s own answer', async () => {
    const { prover } = create(through())
    expect(prover.status()).toMatchObject({ url: base, state: 'unproven', checkedAt: null })
    const status = await prover.prove()
    expect(status).toMatchObject({ state: 'proven', error: null, provenAt: Date.now(), latencyMs: 0 })
  })

  it('asks below the prefix of an address that has one', async () => {
    const post = vi.fn(through())
    const { prover } = create(post, `${base}/desk/`)
    expect((await prover.prove()).state).toBe('proven')
    expect(post.mock.calls[0]?.[0]).toMatch(/^https:\/\/cb\.example\.com\/desk\/c\//)
  })

  it.each([
    ['nothing answers', dead, 'receiver.addressClosed'],
    ['a proxy finds nothing behind it', async () => ({ status: 502, body: 'Bad gateway' }), 'receiver.addressGateway'],
    ['a redirect answers', async () => ({ status: 302, body: '' }), 'receiver.addressRedirects'],
    ['a web page answers', async () => ({ status: 200, body: '<html>' }), 'receiver.addressForeign'],
    ['other JSON answers', async () => ({ status: 200, body: '{"code":0}' }), 'receiver.addressForeign'],
    ['null answers', async () => ({ status: 200, body: 'null' }), 'receiver.addressForeign'],
    ['an echo answers', async (_url: string, body: string) => ({ status: 200, body }), 'receiver.addressForeign'],
  ] as [string, PostThrough, string][])('fails when %s', async (_what, post, code) => {
    const { prover } = create(post)
    const status = await prover.prove()
    expect(status).toMatchObject({ state: 'failed', error: { code }, provenAt: null, latencyMs: null })
  })

  it('fails at another desk that knows the path but not the secret', async () => {
    const other = createPaths(Buffer.alloc(32, 2))
    const { prover } = create(async (_url, body) => ({
      status: 200,
      body: JSON.stringify({ answer: other.heartbeatAnswer(JSON.parse(body).nonce) }),
    }))
    expect((await prover.prove()).error?.code).toBe('receiver.addressForeign')
  })

  it('says that there is no address', async () => {
    const { prover } = create(through(), null)
    expect(prover.status().state).toBe('none')
    await expect(prover.prove()).rejects.toMatchObject({ code: 'receiver.noAddress' })
  })

  it('asks once for two who ask at the same time', async () => {
    const post = vi.fn(through())
    const { prover } = create(post)
    await Promise.all([prover.prove(), prover.prove()])
    expect(post).toHaveBeenCalledTimes(1)
  })
})

describe('the beat', () => {
  it('starts by itself and repeats every minute', async () => {
    const post = vi.fn(through())
    const { prover } = create(post)
    await vi.advanceTimersByTimeAsync(0)
    expect(prover.status().state).toBe('proven')
    await vi.advanceTimersByTimeAsync(60_000)
    expect(post).toHaveBeenCalledTimes(2)
    expect(prover.status().checkedAt).toBe(Date.now())
  })

  it('turns red at the second miss, not at the first, and green at the next answer', async () => {
    const { prover, way } = create(through())
    await vi.advanceTimersByTimeAsync(0)
    const provenAt = prover.status().provenAt
    way.post = dead
    await vi.advanceTimersByTimeAsync(60_000)
    expect(prover.status()).toMatchObject({ state: 'proven', provenAt, error: { code: 'receiver.addressClosed' } })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(prover.status()).toMatchObject({ state: 'failed', provenAt })
    way.post = through()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(prover.status()).toMatchObject({ state: 'proven', error: null })
    // One lost beat is one again.
    way.post = dead
    await vi.advanceTimersByTimeAsync(60_000)
    expect(prover.status().state).toBe('proven')
  })

  it('leaves an address that was never proven unproven at the first miss: its tunnel may have yet to stand', async () => {
    const { prover, way } = create(dead)
    await vi.advanceTimersByTimeAsync(0)
    expect(prover.status()).toMatchObject({ state: 'unproven', error: { code: 'receiver.addressClosed' } })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(prover.status().state).toBe('failed')
    way.post = through()
    await prover.prove()
    expect(prover.status()).toMatchObject({ state: 'proven', error: null })
  })

  it('is red at once when a person asks', async () => {
    const { prover, way } = create(through())
    await prover.prove()
    way.post = dead
    expect((await prover.prove()).state).toBe('failed')
  })
})

describe('a change of address', () => {
  it('forgets the proof of the old one and tries the new one', async () => {
    const { prover, way } = create(through())
    await prover.prove()
    way.base = 'https://other.example.com'
    prover.restart()
    expect(prover.status()).toMatchObject({ url: way.base, state: 'unproven', provenAt: null })
    await vi.advanceTimersByTimeAsync(0)
    expect(prover.status().state).toBe('proven')
    way.base = null
    prover.restart()
    expect(prover.status()).toMatchObject({ state: 'none', url: null })
  })

  it('drops an answer that was meant for the old one', async () => {
    const waiting = Promise.withResolvers<void>()
    const { prover, way } = create(async (url, body) => {
      await waiting.promise
      return through()(url, body)
    })
    const old = prover.prove()
    way.base = 'https://other.example.com'
    way.post = dead
    prover.restart()
    await vi.advanceTimersByTimeAsync(5000)
    expect(prover.status().state).toBe('failed')
    waiting.resolve()
    await old
    expect(prover.status()).toMatchObject({ url: way.base, state: 'failed' })
  })
})
