/** What is found of one link, before the link’s name is put to it. */
import type { ErrorShape } from '../../contract/errors.ts'
import type { HealthFix, HealthLink, HealthReason, LinkState } from '../../contract/health.ts'

export type Finding = Omit<HealthLink, 'link'>
interface More {
  readonly params?: HealthLink['params']
  readonly fix?: NonNullable<HealthLink['fix']>
}

export const finding = (state: LinkState, reason: HealthReason, { params = {}, fix }: More = {}): Finding => ({
  state,
  reason,
  params,
  error: null,
  fix: fix ?? null,
})
export const fine = (params: HealthLink['params'] = {}): Finding => finding('ok', 'fine', { params })
export const blocked: Finding = finding('unknown', 'blocked')
export const notRead = (error: ErrorShape): Finding => ({ ...finding('unknown', 'notRead'), error })
export const fixBy = (kind: HealthFix, more: { choices?: readonly Named[]; alsoReaches?: number } = {}) => ({
  kind,
  choices: (more.choices ?? []).map(({ id, name }) => ({ id, name })),
  alsoReaches: more.alsoReaches ?? 0,
})
interface Named {
  readonly id: number
  readonly name: string
}
