/** A desk for the tunnel programs: the real core on a temporary folder, with a practice cloud as its account's cloud. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { contract, type DeskClient } from '../../src-main/contract/index.ts'
import type { WayState } from '../../src-main/contract/tunnel.ts'
import { createApp } from '../../src-main/core/app.ts'
import { createLog } from '../../src-main/core/log.ts'
import { serve } from '../../src-main/core/serve.ts'
import type { Timing } from '../../src-main/core/tunnel/supervise.ts'
import { startPracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { connect } from '../../src-renderer/client/client.ts'
import { createFakeCipher } from '../fakes/cipher.ts'
import { createPortPair } from '../fakes/port-pair.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { callbackKey, marksIn } from './signed-body.ts'

export interface TunnelDesk {
  readonly client: DeskClient
  readonly port: () => number
  /** The path the cloud posts to, below whatever address is in use. */
  readonly path: () => string
  /** What the way in use does. */
  readonly state: () => WayState | null
  readonly proven: () => boolean
  /** The marks of all stored events. */
  readonly stored: () => Promise<Set<number>>
  close(): Promise<void>
}

export async function startTunnelDesk(tunnelTiming: Partial<Timing> = {}): Promise<TunnelDesk> {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-'))
  const cloud = await startPracticeCloud({ site: 'cn', timeScale: 600, seed: 1, publicHosts: ['cb.example.com'] })
  const log = createLog(dataDir)
  const app = await createApp(
    {
      kind: 'headless',
      version: '0.0.0',
      dataDir,
      settings: createSettingsFile({ settings: { receiver: { port: 0, publicUrl: 'https://cb.example.com' } } }),
      cipher: createFakeCipher(),
      log,
      writerEntry: new URL('../../src-main/core/store/writer-thread.ts', import.meta.url),
      searchEntry: new URL('../../src-main/core/events/search-thread.ts', import.meta.url),
      notify: () => {},
      startPractice: () => Promise.reject(new Error('not here')),
    },
    { tunnelTiming },
  )
  const [window, desk] = createPortPair()
  serve(contract, app.handlers, desk, { session: app.openSession('operator'), log })
  const { client } = connect<typeof contract>(() => Promise.resolve(window))
  const { endpoint, secretId, secretKey } = cloud
  await client.account.save({ name: 'Main', site: 'cn', endpoint, secretId, secretKey })
  const { urls } = await client.templates.deskUrls({})
  await client.templates.save({
    name: 'desk',
    description: '',
    recordExceptionLevels: [],
    urls,
    key: { action: 'set', key: callbackKey },
  })
  let status: Parameters<Parameters<DeskClient['desk']['status']>[1]['onItem']>[0] | null = null
  client.desk.status(
    {},
    {
      onItem: (item) => {
        status = item
      },
    },
  )
  return {
    client,
    port: () => Number(new URL(status?.receiver.local ?? 'http://127.0.0.1:1').port),
    path: () => new URL(urls.streamBegin ?? '').pathname,
    state: () => status?.receiver.tunnel.active ?? null,
    proven: () => status?.receiver.address.state === 'proven',
    async stored() {
      const marks = new Set<number>()
      let before: number | undefined
      for (;;) {
        const page = await client.events.page({ filter: {}, limit: 200, ...(before !== undefined && { before }) })
        for (const mark of marksIn(JSON.stringify(page.rows))) marks.add(mark)
        const last = page.rows.at(-1)
        if (!last || !page.hasMore) return marks
        before = last.id
      }
    },
    async close() {
      desk.close()
      await app.close()
      await cloud.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
