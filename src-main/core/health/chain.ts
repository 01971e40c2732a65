/**
 * Judges the chain of one domain. Pure. A link is only called fine on what was read just now, and a link behind a
 * missing one is not guessed at.
 */
import type { Binding } from '../../contract/bindings.ts'
import type { Domain } from '../../contract/domains.ts'
import type { HealthLink, HealthLinkName } from '../../contract/health.ts'
import type { Template } from '../../contract/templates.ts'
import { judgeAlerts } from './alert-chain.ts'
import type { HealthFacts } from './facts.ts'
import { blocked, type Finding, finding, fine, fixBy, notRead } from './finding.ts'

export function judgeDomain(domain: Domain, facts: HealthFacts): HealthLink[] {
  const { templates } = facts
  const rules = rulesOf(domain, facts)
  // The console's binding is for the whole domain; with none, an app's is as good a look at the chain.
  const rule = rules.find(({ app }) => app === '') ?? rules[0] ?? null
  const template = templates.value?.find(({ id }) => id === rule?.templateId) ?? null
  const onTemplate = (judge: (template: Template) => Finding): Finding => {
    if (templates.error) return notRead(templates.error)
    return template ? judge(template) : blocked
  }
  const found: Partial<Record<HealthLinkName, Finding>> = {
    domain: domain.enabled ? fine() : finding('broken', 'disabled', { fix: fixBy('enableDomain') }),
    binding: judgeBinding(rules, facts),
    urls: onTemplate(judgeUrls),
    key: onTemplate(judgeKey),
    address: onTemplate((known) => judgeAddress(known, facts)),
    effect: rule ? judgeEffect(rule) : facts.bindings.error ? notRead(facts.bindings.error) : blocked,
    events: judgeEvents(domain.name, template, facts),
    ...judgeAlerts(domain.name, template, facts, onTemplate),
  }
  return Object.entries(found).map(([link, judged]) => ({ link: link as HealthLinkName, ...judged }))
}

const rulesOf = ({ name }: Domain, { bindings }: HealthFacts): Binding[] =>
  (bindings.value ?? []).filter(({ domain, templateId }) => domain === name && templateId !== null)

function judgeBinding(rules: readonly Binding[], { bindings, templates }: HealthFacts): Finding {
  if (bindings.error) return notRead(bindings.error)
  const name = (id: number | null) => templates.value?.find((template) => template.id === id)?.name ?? `${id}`
  const whole = rules.find(({ app }) => app === '')
  if (whole) return fine({ template: name(whole.templateId) })
  // Those that lead to this desk first: binding one of them is what mends the chain.
  const choices = (templates.value ?? []).toSorted((a, b) => b.toThisDesk.length - a.toThisDesk.length)
  const fix = fixBy('bind', { choices })
  if (rules.length === 0) return finding('broken', 'unbound', { fix })
  return finding('warning', 'onlyApps', { params: { apps: rules.map(({ app }) => app).join(', ') }, fix })
}

const others = ({ usedBy }: Template): number => Math.max(0, new Set(usedBy.map(({ domain }) => domain)).size - 1)

function judgeUrls(template: Template): Finding {
  const params = { template: template.name }
  const useDeskUrls = fixBy('useDeskUrls', { alsoReaches: others(template) })
  const [first] = Object.values(template.urls)
  if (first === undefined) return finding('broken', 'noUrls', { params, fix: useDeskUrls })
  if (template.toFormerAddress.length > 0)
    return finding('broken', 'formerAddress', { params, fix: fixBy('moveUrls', { alsoReaches: others(template) }) })
  if (template.toThisDesk.length > 0) return fine({ ...params, count: template.toThisDesk.length })
  return finding('warning', 'elsewhere', { params: { ...params, host: hostOf(first) }, fix: useDeskUrls })
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

function judgeKey(template: Template): Finding {
  const params = { template: template.name }
  const fix = fixBy('makeKey', { alsoReaches: others(template) })
  if (!template.hasKey) return finding('warning', 'noKey', { params, fix })
  return template.keyIsWeak ? finding('warning', 'weakKey', { params, fix }) : fine(params)
}

const leadsHere = ({ toThisDesk, toFormerAddress }: Template): boolean => toThisDesk.length + toFormerAddress.length > 0

function judgeAddress(template: Template, { address }: HealthFacts): Finding {
  if (!leadsHere(template)) return finding('unknown', 'otherServer')
  const params = { url: address.url ?? '', at: address.provenAt ?? 0 }
  switch (address.state) {
    case 'proven':
      return fine(params)
    case 'unproven':
      return finding('waiting', 'addressUntried', { params, fix: fixBy('proveAddress') })
    case 'none':
      return finding('broken', 'noAddress')
    case 'failed':
      return {
        ...finding('broken', 'addressFailed', { params, fix: fixBy('proveAddress') }),
        error: address.error,
      }
  }
}

function judgeEffect({ effect }: Binding): Finding {
  switch (effect.state) {
    case 'inEffect':
      return fine({ at: effect.since ?? 0, ...(effect.provenByEvent !== null && { event: effect.provenByEvent }) })
    case 'pending':
      return finding('waiting', 'pending', { params: { until: effect.expectedBy ?? 0 } })
    case 'drifted':
      return finding('warning', 'drifted')
    case 'silent':
      return finding('broken', 'silent', { params: { stream: effect.silent?.stream ?? '' } })
    case 'unknown':
      return finding('unknown', 'unwatched')
  }
}

function judgeEvents(domain: string, template: Template | null, { lastEvents }: HealthFacts): Finding {
  const last = lastEvents.get(domain)?.any
  if (last) return fine({ at: last.at, event: last.id })
  return template && !leadsHere(template) ? finding('unknown', 'otherServer') : finding('unknown', 'noEventYet')
}
