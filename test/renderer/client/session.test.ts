import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { leaveIfLoggedOut, logOut } from '../../../src-renderer/client/session.ts'

const fetched = vi.fn<(path: string, init: RequestInit) => Promise<Response>>()
const reload = vi.fn()

beforeEach(() => {
  vi.stubGlobal('fetch', fetched)
  vi.stubGlobal('location', { reload })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetAllMocks()
})

describe('logging out', () => {
  it('ends the session, and the desk then says how to come in again', async () => {
    fetched.mockResolvedValue(new Response(null, { status: 204 }))
    await logOut()
    expect(fetched).toHaveBeenCalledWith('/logout', { method: 'POST' })
    expect(reload).toHaveBeenCalledOnce()
  })

  it.each([
    ['does not answer', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['refuses', () => Promise.resolve(new Response(null, { status: 403 }))],
  ])('says so when the desk %s, and stays', async (_what, answer) => {
    fetched.mockImplementation(answer)
    await expect(logOut()).rejects.toMatchObject({ code: 'connection.lost' })
    expect(reload).not.toHaveBeenCalled()
  })
})

describe('a refused socket', () => {
  it('leads to the way in when the session is over', async () => {
    fetched.mockResolvedValue(new Response(null, { status: 401 }))
    await leaveIfLoggedOut()
    expect(reload).toHaveBeenCalledOnce()
  })

  it.each([
    ['is down', () => Promise.reject(new TypeError('Failed to fetch'))],
    ['is back', () => Promise.resolve(new Response(null, { status: 200 }))],
  ])('leaves the page as it is while the desk %s', async (_what, answer) => {
    fetched.mockImplementation(answer)
    await leaveIfLoggedOut()
    expect(reload).not.toHaveBeenCalled()
  })
})
