/**
 * The page's own scheme, app://desk/: never file://, one host, GET only (security E1, E7); and app-img://desk/ for
 * the pictures of alerts, which the page may show and not read (security I1).
 */
import { protocol } from 'electron'
import { pageHeaders } from '../../core/page-headers.ts'
import { createStaticFiles, type StaticFiles } from '../../core/static-files.ts'

const scheme = 'app'
const host = 'desk'
const pictureScheme = 'app-img'

export const pageOrigin = `${scheme}://${host}`

/**
 * Must run before Electron is ready. Standard and secure, so that the page has a real origin of its own; it
 * fetches its sounds from there.
 */
export function registerScheme(): void {
  const privileges = { standard: true, secure: true }
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { ...privileges, supportFetchAPI: true } },
    { scheme: pictureScheme, privileges },
  ])
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

type ReadPicture = (name: string) => Promise<{ bytes: Buffer; type: string } | null>

export function servePictures(read: ReadPicture): void {
  protocol.handle(pictureScheme, (request) => answerPicture(request, read))
}

async function answerPicture(request: Request, read: ReadPicture): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { ...pageHeaders, allow: 'GET' } })
  const url = new URL(request.url)
  const [, name] = /^\/([\w.-]{1,64})$/.exec(url.pathname) ?? []
  const picture = url.host === host && name !== undefined ? await read(name) : null
  if (!picture) return new Response(null, { status: 404, headers: { ...pageHeaders } })
  // The page stands on another scheme: without this it could not show what is its own. The policy on images lets only it.
  const shown = {
    'content-type': picture.type,
    'cache-control': 'no-store',
    'cross-origin-resource-policy': 'cross-origin',
  }
  return new Response(new Uint8Array(picture.bytes), { headers: { ...pageHeaders, ...shown } })
}
