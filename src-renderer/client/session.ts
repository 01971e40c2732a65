/**
 * The browser's session, where the desk is served to one: src-main/hosts/headless/http.ts. Once it is over
 * the desk refuses the socket for ever; the page it answers instead says how to come in again.
 */
import { AppError } from '../../src-main/contract/errors.ts'

export async function logOut(): Promise<void> {
  const answer = await fetch('/logout', { method: 'POST' }).catch(() => null)
  if (!answer?.ok) throw new AppError('connection.lost')
  location.reload()
}

export async function leaveIfLoggedOut(): Promise<void> {
  const answer = await fetch('/', { method: 'HEAD' }).catch(() => null)
  if (answer?.status === 401) location.reload()
}
