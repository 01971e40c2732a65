/** The ways to this desk, given what they need of the rest. */
import { AppError } from '../../contract/errors.ts'
import { postThrough } from '../address/post.ts'
import { createProver } from '../address/prover.ts'
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
    stood,
    timing,
  }: { paths: Paths; localPort: () => number | null; stood: () => void; timing: Partial<Timing> | undefined },
): Ways {
  return createWays({
    section: profile.ways,
    secrets: createWaySecrets(vault),
    record: activity.record,
    // Which template URLs lead to this desk depends on its address.
    changed: () => changes.tell('tunnel', 'templates'),
    async prove(base) {
      const prover = createProver({ target: () => ({ base, post: postThrough }), paths, log, now })
      const { error } = await prover.prove()
      prover.close()
      return error && AppError.fromShape(error)
    },
    openWay: createOpenWay({ dataDir: host.dataDir }),
    localPort,
    stood,
    log,
    now,
    ...(timing && { timing }),
  })
}
