/** What the chain is judged by: read anew for every check, each part by itself, so that one refusal hides only its own. */
import type { Binding } from '../../contract/bindings.ts'
import type { Domain } from '../../contract/domains.ts'
import { AppError, type ErrorShape } from '../../contract/errors.ts'
import type { AddressStatus } from '../../contract/receiver.ts'
import type { Template } from '../../contract/templates.ts'
import type { ActiveAccount } from '../active-account.ts'
import {
  listSnapshotRules,
  listSnapshotTemplates,
  type SnapshotRule,
  type SnapshotTemplate,
} from '../cloud/snapshots.ts'

export type Part<T> = { readonly value: T; readonly error: null } | { readonly value: null; readonly error: ErrorShape }

/** The newest event of a domain among all, and among screenshots and alerts. */
export interface LastEvents {
  readonly any: { readonly id: number; readonly at: number } | null
  readonly picture: { readonly id: number; readonly at: number } | null
}

export interface HealthFacts {
  readonly domains: readonly Domain[]
  readonly templates: Part<readonly Template[]>
  readonly bindings: Part<readonly Binding[]>
  readonly snapshotTemplates: Part<readonly SnapshotTemplate[]>
  readonly snapshotRules: Part<readonly SnapshotRule[]>
  readonly address: AddressStatus
  readonly lastEvents: ReadonlyMap<string, LastEvents>
}

export interface FactSources {
  readonly domains: (signal: AbortSignal) => Promise<readonly Domain[]>
  readonly templates: (signal: AbortSignal) => Promise<readonly Template[]>
  readonly bindings: (signal: AbortSignal) => Promise<readonly Binding[]>
  readonly address: () => AddressStatus
  /** The newest event of the domain, of these types if any are named. */
  readonly lastEvent: (domain: string, types: readonly number[]) => Promise<{ id: number; at: number } | null>
}

/** Screenshots and what is made out of them. */
const pictureTypes = [200, 317]

export async function readFacts(
  { cloud }: ActiveAccount,
  sources: FactSources,
  signal: AbortSignal,
): Promise<HealthFacts> {
  const [domains, templates, bindings, snapshotTemplates, snapshotRules] = await Promise.all([
    sources.domains(signal),
    part(sources.templates(signal)),
    part(sources.bindings(signal)),
    part(listSnapshotTemplates(cloud, { signal })),
    part(listSnapshotRules(cloud, { signal })),
  ])
  const pushed = domains.filter(({ kind }) => kind === 'push')
  const lastEvents = await Promise.all(
    pushed.map(async ({ name }) => {
      const [any, picture] = await Promise.all([sources.lastEvent(name, []), sources.lastEvent(name, pictureTypes)])
      return [name, { any, picture }] as const
    }),
  )
  return {
    domains: pushed,
    templates,
    bindings,
    snapshotTemplates,
    snapshotRules,
    address: sources.address(),
    lastEvents: new Map(lastEvents),
  }
}

async function part<T>(reading: Promise<T>): Promise<Part<T>> {
  try {
    return { value: await reading, error: null }
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'call.cancelled') throw error
    return { value: null, error: error.toShape() }
  }
}
