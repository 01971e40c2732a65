/** Chains as the desk judges them. */
import {
  type DomainHealth,
  type HealthLink,
  type HealthLinkName,
  healthLinks,
} from '../../../../src-main/contract/health.ts'

export const noon = Date.UTC(2026, 10, 22, 12)

export const fineLink = (link: HealthLinkName, more: Partial<HealthLink> = {}): HealthLink => ({
  link,
  state: 'ok',
  reason: 'fine',
  params: { template: 'events', count: 9, app: 'live', at: noon, url: 'https://desk.example.com' },
  error: null,
  fix: null,
  ...more,
})

/** A whole chain, with what is given of some links in place of fine ones. */
export const chain = (
  domain: string,
  found: Partial<Record<HealthLinkName, Partial<HealthLink>>> = {},
): DomainHealth => ({ domain, links: healthLinks.map((link) => fineLink(link, found[link])) })

export const detectionOff: Partial<HealthLink> = {
  state: 'broken',
  reason: 'detectionOff',
  params: { template: 'plain' },
  fix: { kind: 'turnOnDetection', choices: [], alsoReaches: 2 },
}
export const unbound: Partial<HealthLink> = {
  state: 'broken',
  reason: 'unbound',
  params: {},
  fix: {
    kind: 'bind',
    choices: [
      { id: 1, name: 'events' },
      { id: 2, name: 'others' },
    ],
    alsoReaches: 0,
  },
}
export const noKey: Partial<HealthLink> = {
  state: 'warning',
  reason: 'noKey',
  params: { template: 'events' },
  fix: { kind: 'makeKey', choices: [], alsoReaches: 0 },
}
