/** Which bindings a choice of domains means. Pure. */
import { checkAppName } from './app-name.ts'
import type { DomainRow } from './domain-rows.ts'

export interface BindScope {
  readonly wholeDomain: boolean
  /** The app rules each domain has now. */
  readonly appRules: boolean
  /** Further apps, as typed: parted by commas. */
  readonly apps: string
}

export const appNames = (typed: string): string[] => [
  ...new Set(
    typed
      .split(/[,，]/)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

export const areAppNamesRight = (typed: string): boolean => appNames(typed).every((name) => !checkAppName(name, []))

const boundApps = ({ appRules }: DomainRow): string[] =>
  appRules.flatMap(({ app, templateId }) => (templateId === null ? [] : [app]))

export const countAppRules = (rows: readonly DomainRow[]): number =>
  rows.reduce((sum, row) => sum + boundApps(row).length, 0)

/** Each binding once; play domains are left out, since nothing can be bound to them. */
export function bindTargets(rows: readonly DomainRow[], scope: BindScope): { domain: string; app: string }[] {
  const push = rows.filter(({ kind }) => kind === 'push')
  return push.flatMap((row) => {
    const apps = [
      ...(scope.wholeDomain ? [''] : []),
      ...(scope.appRules ? boundApps(row) : []),
      ...appNames(scope.apps),
    ]
    return [...new Set(apps)].map((app) => ({ domain: row.name, app }))
  })
}
