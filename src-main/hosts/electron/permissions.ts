/**
 * What the page may ask the system for: notifications and writing to the clipboard, for its own origin.
 * Electron approves everything by default, so each of its handlers is set (security E3).
 */
import type { Session } from 'electron'

const granted: ReadonlySet<string> = new Set(['notifications', 'clipboard-sanitized-write'])

/** Chromium writes an origin with a slash at the end here, and without one elsewhere. */
const isOrigin = (text: string | undefined, origin: string) => text === origin || text === `${origin}/`

export function limitPermissions(session: Session, origin: string): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) => {
    const own = isMainFrame && (requestingUrl === origin || requestingUrl.startsWith(`${origin}/`))
    answer(own && granted.has(permission))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) => isOrigin(requestingOrigin, origin) && granted.has(permission),
  )
  session.setDevicePermissionHandler(() => false)
}
