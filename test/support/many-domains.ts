/** A practice cloud with as many push domains as an account may have. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { startPracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import type { State } from '../../src-main/practice/state.ts'
import { call } from '../practice/helpers.ts'
import { createDataDir, startCloud } from './desk.ts'

export const pushDomain = (number: number) => `push${String(number).padStart(3, '0')}.shows.example`

const options = { site: 'cn' as const, timeScale: 600, seed: 1, publicHosts: ['cb.example.com'] }

/** The file that a practice cloud with so many push domains leaves behind. */
export async function writeCloudState(stateFile: string, domains: number): Promise<void> {
  await (await startPracticeCloud({ ...options, stateFile })).close()
  const state = JSON.parse(readFileSync(stateFile, 'utf8')) as State
  const [first] = state.domains
  if (!first) throw new Error('the practice account has no domain')
  state.domains = Array.from({ length: domains }, (_, index) => ({ ...first, name: pushDomain(index + 1) }))
  writeFileSync(stateFile, JSON.stringify(state))
}

export async function startCloudWith(domains: number): Promise<PracticeCloud> {
  const stateFile = join(createDataDir(), 'cloud.json')
  await writeCloudState(stateFile, domains)
  return startCloud({ ...options, stateFile })
}

export interface Held {
  /** "domain/app" → template's name. */
  readonly rules: Record<string, string>
  /** Name → its record URL. */
  readonly templates: Record<string, string>
  /** Domains that are enabled. */
  readonly enabled: string[]
  /** "domain/app" → snapshot template's id. */
  readonly snapshots: Record<string, number>
  /** Ids of the snapshot templates that look for flagged pictures. */
  readonly detecting: number[]
}

interface Row {
  readonly [field: string]: unknown
}

/** What the cloud holds, read with a client of the test's own. */
export async function readHeld(cloud: PracticeCloud): Promise<Held> {
  const rows = async (action: string, field: string, params = {}) =>
    ((await call(cloud, action, params))[field] ?? []) as Row[]
  const [rules, templates, domains, snapshots, snapshotTemplates] = await Promise.all([
    rows('DescribeLiveCallbackRules', 'Rules'),
    rows('DescribeLiveCallbackTemplates', 'Templates'),
    rows('DescribeLiveDomains', 'DomainList', { PageSize: 100 }),
    rows('DescribeLiveSnapshotRules', 'Rules'),
    rows('DescribeLiveSnapshotTemplates', 'Templates'),
  ])
  const names = new Map(templates.map(({ TemplateId, TemplateName }) => [TemplateId, String(TemplateName)]))
  const sorted = <T>(entries: [string, T][]) => Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b)))
  return {
    rules: sorted(rules.map((each) => [`${each.DomainName}/${each.AppName}`, names.get(each.TemplateId) ?? 'gone'])),
    templates: sorted(templates.map((each) => [String(each.TemplateName), String(each.RecordNotifyUrl)])),
    snapshots: sorted(snapshots.map((each) => [`${each.DomainName}/${each.AppName}`, Number(each.TemplateId)])),
    detecting: snapshotTemplates.flatMap(({ TemplateId, PornFlag }) => (PornFlag === 1 ? [Number(TemplateId)] : [])),
    enabled: domains.flatMap(({ Name, Status }) => (Status === 1 ? [String(Name)] : [])).sort(),
  }
}
