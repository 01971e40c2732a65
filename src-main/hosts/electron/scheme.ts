/** The page's own scheme, app://desk/: never file://, one host, GET only (security E1, E7). */
import { protocol } from 'electron'
import { pageHeaders } from '../../core/page-headers.ts'
import { createStaticFiles, type StaticFiles } from '../../core/static-files.ts'

const scheme = 'app'
const host = 'desk'

export const pageOrigin = `${scheme}://${host}`

/** Must run before Electron is ready. Standard and secure, so that the page has a real origin of its own. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }])
}

export function serveScheme(folder: string): void {
  const files = createStaticFiles(folder)
  protocol.handle(scheme, (request) => answer(request, files))
}

async function answer(request: Request, files: StaticFiles): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { ...pageHeaders, allow: 'GET' } })
  const url = new URL(request.url)
  const file = url.host === host ? await files.read(url.pathname) : null
  if (!file) return new Response(null, { status: 404, headers: { ...pageHeaders } })
  return new Response(file.body, { headers: { ...pageHeaders, ...file.headers } })
}
