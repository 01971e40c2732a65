/**
 * Reads the built page's files for both hosts. Whatever path is asked for, nothing outside the folder is
 * ever answered: no `..` in any spelling, no NUL, no backslash, no symbolic link (security E7).
 */
import { readFile, realpath } from 'node:fs/promises'
import { extname, isAbsolute, relative, resolve, sep } from 'node:path'

export interface StaticFile {
  readonly body: Buffer<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

export interface StaticFiles {
  /** The file at a URL's path, percent-encoded as it was sent; null for everything that is not one. */
  read(path: string): Promise<StaticFile | null>
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wav': 'audio/wav',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

export function createStaticFiles(folder: string): StaticFiles {
  const root = realpath(folder)
  // Without the folder every read answers null; the rejection must not surface before the first one.
  root.catch(() => undefined)
  return {
    async read(path) {
      try {
        const file = locate(await root, path)
        if (file === null || (await realpath(file)) !== file) return null
        const body = await readFile(file)
        return { body, headers: headersFor(await root, file) }
      } catch {
        return null
      }
    },
  }
}

function locate(root: string, path: string): string | null {
  const decoded = decodeURIComponent(path)
  if (!decoded.startsWith('/') || /[\0\\]/.test(decoded)) return null
  const file = resolve(root, decoded === '/' ? 'index.html' : `.${decoded}`)
  const inside = relative(root, file)
  return inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? null : file
}

/** The bundler puts a hash in the name of every file under assets/, so those never change. */
function headersFor(root: string, file: string): Record<string, string> {
  const hashed = relative(root, file).startsWith(`assets${sep}`)
  return {
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'cache-control': hashed ? 'private, max-age=31536000, immutable' : 'no-cache',
  }
}
