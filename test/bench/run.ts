/**
 * `npm run bench [-- PART …]`: prints what was measured on this machine, in one run. `sizes`, `start`, `built`,
 * `page` and `alerts` need a build (`npm run build`).
 */
import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'

const parts: Record<string, () => Promise<void>> = {
  sizes: async () => console.table((await import('./size.ts')).measureSizes()),
  start: async () => console.table(await (await import('./start.ts')).measureStart()),
  ingest: async () => console.table(await (await import('./ingest.ts')).measureThroughput()),
  pruning: async () => console.table(await (await import('./pruning.ts')).measurePruning()),
  latency: async () => console.table(await (await import('./latency.ts')).measureLatency()),
  built: async () => console.table(await (await import('./built.ts')).measureBuilt()),
  queries: async () => await (await import('./queries.ts')).measureQueries(),
  page: async () => console.table(await (await import('./page.ts')).measurePage()),
  board: async () => console.table(await (await import('./board.ts')).measureBoard()),
  alerts: async () => console.table(await (await import('./alerts.ts')).measureAlerts()),
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in parts))
if (unknown.length > 0)
  throw new Error(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`)

console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}\n`,
)
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(name)
  const before = processorTicks()
  await measure()
  const after = processorTicks()
  if (before && after)
    console.log(
      `The host kept ${Math.round((100 * (after.stolen - before.stolen)) / (after.all - before.all))} % of the processors for others meanwhile.\n`,
    )
}

/** What a virtual machine waited for its host's processors (proc(5), `steal`), since it started. Linux only; null elsewhere. */
function processorTicks(): { stolen: number; all: number } | null {
  try {
    const ticks = /^cpu +(.*)/.exec(readFileSync('/proc/stat', 'utf8'))?.[1]?.split(' ').map(Number).slice(0, 8) ?? []
    return { stolen: ticks[7] ?? 0, all: ticks.reduce((sum, each) => sum + each, 0) }
  } catch {
    return null
  }
}
