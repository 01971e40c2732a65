/** fastify, for comparison only: it is none of the desk's dependencies, so it is installed beside the run. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const version = '5.12.8'

/** The part of it that is used. */
interface Fastify {
  removeAllContentTypeParsers(): void
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer' },
    parse: (request: unknown, body: Buffer, done: (error: null, body: Buffer) => void) => void,
  ): void
  post(path: string, answer: (request: { body: Buffer }) => Promise<{ code: 0 }>): void
  listen(options: { port: number; host: string }): Promise<string>
}

/** Where it can be imported from; null, with a word about it, when the registry does not give it. */
export function installFastify(folder: string): string | null {
  const wanted = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', `fastify@${version}`]
  const { status } = spawnSync('npm', wanted, { stdio: 'ignore', shell: process.platform === 'win32' })
  if (status === 0) return pathToFileURL(createRequire(join(folder, 'from-here.js')).resolve('fastify')).href
  console.log(`fastify ${version} could not be installed and is left out.`)
  return null
}

/** Reads the body, hands it over, answers 200. Its port. */
export async function startFastify(module: string, take: (body: Buffer) => void): Promise<number> {
  const { fastify } = (await import(module)) as { fastify: () => Fastify }
  const app = fastify()
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.post('/*', async ({ body }) => {
    take(body)
    return { code: 0 }
  })
  return Number(new URL(await app.listen({ port: 0, host: '127.0.0.1' })).port)
}
