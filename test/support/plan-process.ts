/**
 * A desk as a process that can be killed: it opens the profile in the folder, makes the wishes a plan, says that it
 * begins, and applies it. Input and the account come as JSON; settings lie beside the store, as a host keeps them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Wish } from '../../src-main/core/plan/wish.ts'
import { openPlanner } from './planner.ts'

const { dataDir, wishes } = JSON.parse(process.argv[2] ?? '') as { dataDir: string; wishes: Wish[] }
const file = join(dataDir, 'settings.json')
const settings = {
  setAside: null,
  read: () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>,
  write: (value: Record<string, unknown>) => writeFileSync(file, JSON.stringify(value)),
}
const { plans } = await openPlanner({ dataDir, settings, cloudTimeoutMs: 20_000 })
const { signal } = new AbortController()
const plan = await plans.make(wishes, signal)
process.stdout.write(`${plan.id}\n`)
for await (const _part of plans.apply({ planId: plan.id }, signal));
process.exit(0)
