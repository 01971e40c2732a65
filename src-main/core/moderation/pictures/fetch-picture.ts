/**
 * Fetches one picture from a stranger's address (security I2, I3). It ends within 10 s and 8 MiB whatever the other
 * side does, follows no redirect, sends no cookie or Referer, and connects only to the address that was checked.
 */
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { PictureProblem } from '../../../contract/case-detail.ts'
import { orAborted } from '../../or-aborted.ts'
import { type Address, isListed, isPublic, type Resolve } from './address.ts'
import { type Sniffed, sniff } from './sniff.ts'

export const maxBytes = 8 * 1024 * 1024
const maxPixels = 40_000_000
export const timeoutMs = 10_000

export interface PictureSource {
  readonly url: string
  /** Host names and `*.` patterns. */
  readonly hosts: readonly string[]
  /** The practice cloud's own origin on this machine, for alerts of its account only. */
  readonly practiceOrigin: string | null
}

export interface FetchOptions {
  readonly resolve: Resolve
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

export interface Fetched extends Sniffed {
  readonly bytes: Buffer
}

export class PictureError extends Error {
  readonly problem: PictureProblem
  readonly params: Readonly<Record<string, string | number>>
  constructor(problem: PictureProblem, params: Readonly<Record<string, string | number>> = {}) {
    super(problem)
    this.problem = problem
    this.params = params
  }
}

/** Rejects with PictureError, and nothing else. */
export async function fetchPicture(source: PictureSource, options: FetchOptions): Promise<Fetched> {
  const url = readUrl(source.url)
  const isPractice = source.practiceOrigin !== null && url.origin === source.practiceOrigin
  if (!isPractice && !isListed(url.hostname, source.hosts)) throw new PictureError('host', { host: url.hostname })
  const deadline = AbortSignal.timeout(options.timeoutMs ?? timeoutMs)
  const signal = options.signal ? AbortSignal.any([options.signal, deadline]) : deadline
  try {
    const pinned = await orAborted(pin(url, isPractice, options.resolve), signal)
    const bytes = await read(await get(url, pinned, signal), url)
    return check(bytes, url)
  } catch (error) {
    if (error instanceof PictureError) throw error
    if (deadline.aborted) throw new PictureError('timeout', { host: url.hostname })
    throw new PictureError('unreachable', { host: url.hostname, message: messageOf(error) })
  }
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new PictureError('address')
  return url
}

/** The one address the connection may go to. */
async function pin(url: URL, isPractice: boolean, resolve: Resolve): Promise<Address> {
  // The practice cloud is reached on this machine by its number: no name is asked for.
  if (isPractice) return { address: url.hostname.replace(/^\[|\]$/g, ''), family: url.hostname.startsWith('[') ? 6 : 4 }
  const found = await resolve(url.hostname)
  const bad = found.find(({ address }) => !isPublic(address))
  if (bad) throw new PictureError('private', { host: url.hostname, address: bad.address })
  const [first] = found
  if (!first) throw new PictureError('unreachable', { host: url.hostname })
  return first
}

function get(url: URL, { address, family }: Address, signal: AbortSignal): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_host, { all }, callback) =>
    all ? callback(null, [{ address, family }]) : callback(null, address, family)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const headers = { accept: 'image/jpeg, image/png, image/webp', 'accept-encoding': 'identity' }
  return new Promise((resolve, reject) => {
    // No agent: it would keep connections, and read a proxy from the environment, which resolves names itself.
    request(url, { method: 'GET', agent: false, lookup, headers, signal })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })
}

async function read(response: IncomingMessage, url: URL): Promise<Buffer> {
  const status = response.statusCode ?? 0
  const host = url.hostname
  const refuse = (problem: PictureProblem, params: Record<string, string | number> = {}) => {
    response.destroy()
    return new PictureError(problem, { host, status, ...params })
  }
  if (status >= 300 && status < 400) throw refuse('redirect')
  if (status === 403 || status === 404 || status === 410) throw refuse('expired')
  if (status !== 200) throw refuse('refused')
  const declared = Number(response.headers['content-length'] ?? 0)
  if (declared > maxBytes) throw refuse('tooLarge', { bytes: declared })
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    length += part.length
    if (length > maxBytes) throw refuse('tooLarge', { bytes: length })
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function check(bytes: Buffer, url: URL): Fetched {
  const found = sniff(bytes)
  if (!found) throw new PictureError('notPicture', { host: url.hostname, bytes: bytes.length })
  const { width, height } = found
  if (width * height > maxPixels) throw new PictureError('tooManyPixels', { width, height })
  return { ...found, bytes }
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
