/** The chain of every push domain of the active account, and mending a link of it. */
import { AppError } from '../../contract/errors.ts'
import type { DomainHealth, HealthFix, HealthLink } from '../../contract/health.ts'
import type { Template } from '../../contract/templates.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import { defaultApp, type SnapshotTemplate } from '../cloud/snapshots.ts'
import { judgeDomain } from './chain.ts'
import { type FactSources, type HealthFacts, readFacts } from './facts.ts'

export interface Health {
  check(signal: AbortSignal): Promise<{ domains: DomainHealth[]; checkedAt: number }>
  /** Throws `health.changed` when the link does not ask for it (any more), and what the change itself throws. */
  fix(wanted: FixWanted, signal: AbortSignal): Promise<void>
}

export interface FixWanted {
  readonly domain: string
  readonly kind: HealthFix
  readonly choice?: number | undefined
}

/** The changes; each writes its own entry in Activity. */
export interface HealthHands {
  enableDomain(domain: string, signal: AbortSignal): Promise<void>
  bind(domain: string, templateId: number, signal: AbortSignal): Promise<void>
  /** Points every URL of the template at this desk. */
  useDeskUrls(template: Template, signal: AbortSignal): Promise<void>
  addAlertUrl(template: Template, signal: AbortSignal): Promise<void>
  moveUrls(templateId: number): Promise<void>
  makeKey(templateId: number): Promise<void>
  bindSnapshots(domain: string, app: string, template: SnapshotTemplate, signal: AbortSignal): Promise<void>
  turnOnDetection(domain: string, template: SnapshotTemplate, signal: AbortSignal): Promise<void>
  proveAddress(): Promise<void>
}

export interface HealthParts {
  readonly requireAccount: RequireAccount
  readonly sources: FactSources
  readonly hands: HealthHands
  readonly now: () => number
}

export function createHealth({ requireAccount, sources, hands, now }: HealthParts): Health {
  const read = (account: ActiveAccount, signal: AbortSignal) =>
    readFacts(account, sources, AbortSignal.any([signal, account.signal]))

  async function mend({ domain, kind, choice }: FixWanted, facts: HealthFacts, signal: AbortSignal): Promise<void> {
    const template = () => templateOf(domain, facts)
    switch (kind) {
      case 'enableDomain':
        return hands.enableDomain(domain, signal)
      case 'bind':
        return hands.bind(domain, choice ?? missing(), signal)
      case 'useDeskUrls':
        return hands.useDeskUrls(template(), signal)
      case 'addAlertUrl':
        return hands.addAlertUrl(template(), signal)
      case 'moveUrls':
        return hands.moveUrls(template().id)
      case 'makeKey':
        return hands.makeKey(template().id)
      case 'proveAddress':
        return hands.proveAddress()
      case 'bindSnapshots': {
        const chosen = facts.snapshotTemplates.value?.find(({ id }) => id === choice) ?? missing()
        return hands.bindSnapshots(domain, defaultApp, chosen, signal)
      }
      case 'turnOnDetection':
        return hands.turnOnDetection(domain, snapshotTemplateOf(domain, facts), signal)
    }
  }

  return {
    async check(signal) {
      const facts = await read(requireAccount(), signal)
      const domains = facts.domains.map((domain) => ({ domain: domain.name, links: judgeDomain(domain, facts) }))
      return { domains, checkedAt: now() }
    },
    async fix(wanted, signal) {
      const account = requireAccount()
      const facts = await read(account, signal)
      const domain = facts.domains.find(({ name }) => name === wanted.domain)
      const asked = domain && judgeDomain(domain, facts).find(({ fix }) => fix?.kind === wanted.kind)
      if (!asked || !isChoice(asked, wanted))
        throw new AppError('health.changed', { params: { domain: wanted.domain } })
      await mend(wanted, facts, signal)
    },
  }
}

const isChoice = ({ fix }: HealthLink, { choice }: FixWanted): boolean =>
  fix === null || fix.choices.length === 0 ? choice === undefined : fix.choices.some(({ id }) => id === choice)

/** `judgeDomain` has just offered it, so it is there. */
function missing(): never {
  throw new AppError('internal', { details: { message: 'a fix was offered for what is not there' } })
}

function templateOf(domain: string, { bindings, templates }: HealthFacts): Template {
  const rules = (bindings.value ?? []).filter((rule) => rule.domain === domain && rule.templateId !== null)
  const rule = rules.find(({ app }) => app === '') ?? rules[0]
  return templates.value?.find(({ id }) => id === rule?.templateId) ?? missing()
}

function snapshotTemplateOf(domain: string, { snapshotRules, snapshotTemplates }: HealthFacts): SnapshotTemplate {
  const rules = (snapshotRules.value ?? []).filter((rule) => rule.domain === domain)
  const rule = rules.find(({ stream }) => stream === '') ?? rules[0]
  return snapshotTemplates.value?.find(({ id }) => id === rule?.templateId) ?? missing()
}
