/** Opens the server of the page for a desk that receives already; what needs the whole contract is loaded with it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contract } from '../../contract/index.ts'
import type { App } from '../../core/app.ts'
import { serve } from '../../core/serve.ts'
import type { DeskOptions } from './desk.ts'
import { startHttp } from './http.ts'
import { createLogin } from './login.ts'
import { createBuiltPages } from './pages.ts'
import { StartError } from './start-error.ts'

/** Tried first, so that bookmarks and open pages find the desk again after a restart. */
const usualPort = 4780

export interface DeskPage {
  readonly url: string
  newLink(): string
  close(): Promise<void>
}

export async function startPractice({ handlers }: App): Promise<void> {
  const input = contract.practice.start.input.parse({})
  await handlers.practice.start(input, { role: 'operator', session: '', signal: new AbortController().signal })
}

export async function openPage({ dataDir, port, pages, out, log }: DeskOptions, app: App): Promise<DeskPage> {
  const login = createLogin(join(dataDir, 'sessions.json'))
  const { url, close } = await startAt(port, (wanted) =>
    startHttp({
      port: wanted,
      login,
      log,
      readPicture: app.readPicture,
      pages: pages ?? createBuiltPages(fileURLToPath(new URL('renderer/', out))),
      onPort: (opened) => serve(contract, app.handlers, opened, { session: app.openSession('operator'), log }),
    }),
  )
  return { url, close, newLink: () => `${url}/?token=${login.newToken()}` }
}

async function startAt<T>(port: number | null, start: (port: number) => Promise<T>): Promise<T> {
  try {
    return await start(port ?? usualPort)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE' && port === null) return start(0)
    if (code === 'EADDRINUSE') throw new StartError(`Port ${port} is taken. Name another one with --port.`)
    if (code === 'EACCES') throw new StartError(`Port ${port} may not be used by this user. Name one above 1023.`)
    throw error
  }
}
