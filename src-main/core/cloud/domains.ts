/** Push and play domains (css-api, section 4). */
import type { Domain } from '../../contract/domains.ts'
import type { Answer } from './actions.ts'
import type { CallOptions, Cloud } from './cloud.ts'
import { orIfEmpty, readAllPages, readTime } from './lists.ts'

type DomainInfo = NonNullable<Answer<'DescribeLiveDomains'>['DomainList']>[number]

/** The largest page the API takes. */
const pageSize = 100
const playAreas: Readonly<Record<number, Domain['playArea']>> = { 1: 'mainland', 2: 'global', 3: 'overseas' }

/** Every domain, each once even if the list moved between two pages. */
export async function listDomains(cloud: Cloud, o: CallOptions = {}): Promise<Domain[]> {
  const rows = await readAllPages(pageSize, async (page) => {
    const call = cloud.call('DescribeLiveDomains', { PageNum: page, PageSize: pageSize }, o)
    const answer = await orIfEmpty(call, {})
    return { rows: answer.DomainList, total: answer.AllCount }
  })
  return readDomains({ DomainList: rows })
}

export function readDomains({ DomainList: rows }: Answer<'DescribeLiveDomains'>): Domain[] {
  const named = (rows ?? []).flatMap((row) => (row.Name ? [[row.Name, toDomain(row.Name, row)] as const] : []))
  return [...new Map(named).values()]
}

export async function setDomainEnabled(
  cloud: Cloud,
  name: string,
  enabled: boolean,
  o: CallOptions = {},
): Promise<void> {
  await cloud.call(enabled ? 'EnableLiveDomain' : 'ForbidLiveDomain', { DomainName: name }, o)
}

function toDomain(name: string, row: DomainInfo): Domain {
  const isPush = row.Type === 0
  return {
    name,
    kind: isPush ? 'push' : 'play',
    enabled: row.Status === 1,
    createdAt: readTime(row.CreateTime),
    cname: { expected: row.TargetDomain ?? '', current: row.CurrentCName ?? '', ok: row.BCName === 1 },
    playArea: isPush ? null : (playAreas[row.PlayType ?? 0] ?? null),
  }
}
