/**
 * A desk for the renderer's tests: the real client and the real server over an in-memory Port; only the
 * handlers a test gives are there. Use it in place of the client:
 * `vi.mock('../../src-renderer/client/index.ts', async () => (await import('./desk.ts')).clientOfTest)`.
 */
import { createPinia, setActivePinia } from 'pinia'
import { type Contract, contract, type DeskHandlers } from '../../src-main/contract/index.ts'
import { serve } from '../../src-main/core/serve.ts'
import { connect } from '../../src-renderer/client/client.ts'
import { createRecordedLog } from '../fakes/log.ts'
import { createPortPair, type PortEnd } from '../fakes/port-pair.ts'

export type SomeHandlers = { [G in keyof DeskHandlers]?: Partial<DeskHandlers[G]> }

let handlers: SomeHandlers = {}
let server: PortEnd | null = null

const groupNow = (group: string) =>
  new Proxy(
    {},
    { get: (_target, verb) => (handlers as Record<string, Record<string | symbol, unknown>>)[group]?.[verb] },
  )
const handlersNow = new Proxy({}, { get: (_target, group) => groupNow(String(group)) }) as DeskHandlers

// It dials at once, so what it serves stands above.
const connection = connect<Contract>(async () => {
  const [near, far] = createPortPair()
  serve(contract, handlersNow, far, { role: 'operator', log: createRecordedLog() })
  server = far
  return near
})

export const clientOfTest = { client: connection.client, connection }

/** From now on the desk answers with these; the stores are new. */
export function startDesk(next: SomeHandlers): void {
  handlers = next
  setActivePinia(createPinia())
}

export const dropConnection = (): void => server?.close()
