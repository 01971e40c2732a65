/** The rows of the grid: which of them are shown, in which order, and how many need somebody. */
import {
  type DomainHealth,
  type HealthLink,
  type HealthLinkName,
  healthLinks,
  type LinkState,
} from '../../../src-main/contract/health.ts'

export interface HealthFilter {
  readonly text: string
  readonly only: 'problems' | null
}

export const noHealthFilter: HealthFilter = { text: '', only: null }

/** From here on only alerts need the links. */
const firstOfAlerts = healthLinks.indexOf('alertUrl')
export const linkGroups = [
  { group: 'events', links: healthLinks.slice(0, firstOfAlerts) },
  { group: 'alerts', links: healthLinks.slice(firstOfAlerts) },
] as const satisfies { group: string; links: readonly HealthLinkName[] }[]

const gravity: readonly LinkState[] = ['broken', 'warning', 'waiting', 'unknown', 'ok', 'off']

const has = ({ links }: DomainHealth, state: LinkState): boolean => links.some((link) => link.state === state)
const isProblem = (health: DomainHealth): boolean => has(health, 'broken') || has(health, 'warning')
const tally = ({ links }: DomainHealth, state: LinkState): number => links.filter((link) => link.state === state).length

export const linkOf = (health: DomainHealth, name: HealthLinkName): HealthLink | null =>
  health.links.find(({ link }) => link === name) ?? null

/** The domains with the gravest and then the most findings first; those that are alike by name. */
export function sortHealth(rows: readonly DomainHealth[]): DomainHealth[] {
  const byGravity = (a: DomainHealth, b: DomainHealth): number => {
    for (const state of gravity.slice(0, 3)) {
      const difference = tally(b, state) - tally(a, state)
      if (difference !== 0) return difference
    }
    return a.domain.localeCompare(b.domain)
  }
  return rows.toSorted(byGravity)
}

/** The text is looked for in the domain and in what its findings name: templates, apps, streams, hosts. */
export function filterHealth(rows: readonly DomainHealth[], { text, only }: HealthFilter): DomainHealth[] {
  const wanted = text.trim().toLowerCase()
  const names = ({ domain, links }: DomainHealth) => [domain, ...links.flatMap(({ params }) => Object.values(params))]
  return rows.filter(
    (row) =>
      (only === null || isProblem(row)) &&
      (wanted === '' || names(row).some((name) => String(name).toLowerCase().includes(wanted))),
  )
}

export const countHealth = (rows: readonly DomainHealth[]) => ({
  total: rows.length,
  broken: rows.filter((row) => has(row, 'broken')).length,
  warning: rows.filter((row) => has(row, 'warning') && !has(row, 'broken')).length,
})

/** The link whose absence hides this one. */
export const blockerOf = (link: HealthLinkName): HealthLinkName =>
  link === 'detection' || link === 'pictures' ? 'snapshots' : 'binding'
