/** The ways to this desk, given what they need of the rest. */
import { sendHeartbeat } from '../address/heartbeat.ts'
import { postThrough } from '../address/post.ts'
import type { Paths } from '../receiver/paths.ts'
import { createOpenWay } from '../tunnel/kinds.ts'
import type { Timing } from '../tunnel/supervise.ts'
import { createWaySecrets } from '../tunnel/way-secrets.ts'
import { createWays, type Ways } from '../tunnel/ways.ts'
import type { Ground } from './ground.ts'

export function openWays(
  { host, log, now, profile, vault, activity, changes }: Ground,
  {
    paths,
    localPort,
    listenAt,
    stood,
    timing,
    changed,
  }: {
    paths: Paths
    localPort: () => number | null
    listenAt: (address: string) => Promise<{ close(): void }>
    stood: () => void
    timing: Partial<Timing> | undefined
    /** The list, the way in use or its address is another one. */
    changed: () => void
  },
): Ways {
  const slot = paths.newSlot()
  return createWays({
    section: profile.ways,
    secrets: createWaySecrets(vault, log),
    record: activity.record,
    // Which template URLs lead to this desk depends on its address.
    changed() {
      changes.tell('tunnel', 'templates')
      changed()
    },
    prove: (base) => sendHeartbeat({ base, post: postThrough, slot, paths }),
    openWay: createOpenWay({ dataDir: host.dataDir }),
    localPort,
    listenAt,
    stood,
    log,
    now,
    ...(timing && { timing }),
  })
}
