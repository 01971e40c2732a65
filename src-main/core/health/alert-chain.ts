/**
 * The links that only alerts need (css-api, section 7). A domain without any of them does not want alerts, as far as
 * can be known: its links are off, and can be made all the same.
 */
import type { HealthLinkName } from '../../contract/health.ts'
import type { Template } from '../../contract/templates.ts'
import type { SnapshotRule } from '../cloud/snapshots.ts'
import type { HealthFacts } from './facts.ts'
import { blocked, type Finding, finding, fine, fixBy, notRead } from './finding.ts'

type OnTemplate = (judge: (template: Template) => Finding) => Finding

export function judgeAlerts(
  domain: string,
  template: Template | null,
  facts: HealthFacts,
  onTemplate: OnTemplate,
): Partial<Record<HealthLinkName, Finding>> {
  const rules = (facts.snapshotRules.value ?? []).filter((rule) => rule.domain === domain)
  const isWanted = rules.length > 0 || (template?.urls.pornCensorship ?? '') !== ''
  const missing = isWanted ? 'broken' : 'off'
  const forAll = rules.find(({ stream }) => stream === '') ?? null
  return {
    alertUrl: onTemplate(({ name, urls, usedBy }) =>
      urls.pornCensorship
        ? fine({ template: name })
        : finding(missing, 'noAlertUrl', {
            params: { template: name },
            fix: fixBy('addAlertUrl', { alsoReaches: Math.max(0, new Set(usedBy.map((use) => use.domain)).size - 1) }),
          }),
    ),
    snapshots: judgeSnapshots(rules, forAll, missing, facts),
    detection: judgeDetection(forAll ?? rules[0] ?? null, facts),
    pictures: judgePictures(domain, rules.length > 0, facts),
  }
}

function judgeSnapshots(
  rules: readonly SnapshotRule[],
  forAll: SnapshotRule | null,
  missing: 'broken' | 'off',
  { snapshotRules, snapshotTemplates }: HealthFacts,
): Finding {
  if (snapshotRules.error) return notRead(snapshotRules.error)
  const name = (id: number) => snapshotTemplates.value?.find((each) => each.id === id)?.name ?? `${id}`
  if (forAll) return fine({ template: name(forAll.templateId), app: forAll.app })
  const choices = (snapshotTemplates.value ?? []).toSorted((a, b) => Number(b.detects) - Number(a.detects))
  const fix = fixBy('bindSnapshots', { choices })
  const [single] = rules
  if (!single) return finding(missing, 'noSnapshots', { fix })
  return finding('warning', 'oneStreamOnly', { params: { stream: single.stream }, fix })
}

function judgeDetection(rule: SnapshotRule | null, { snapshotRules, snapshotTemplates }: HealthFacts): Finding {
  if (snapshotTemplates.error) return notRead(snapshotTemplates.error)
  const template = rule && snapshotTemplates.value?.find(({ id }) => id === rule.templateId)
  if (!template) return blocked
  const params = { template: template.name }
  if (template.detects) return fine(params)
  const users = new Set(
    (snapshotRules.value ?? []).filter(({ templateId }) => templateId === template.id).map(({ domain }) => domain),
  )
  return finding('broken', 'detectionOff', {
    params,
    fix: fixBy('turnOnDetection', { alsoReaches: Math.max(0, users.size - 1) }),
  })
}

/** Only a picture proves that the service may write into the bucket. */
function judgePictures(domain: string, hasRule: boolean, { lastEvents }: HealthFacts): Finding {
  const last = lastEvents.get(domain)?.picture
  if (last) return fine({ at: last.at, event: last.id })
  return hasRule ? finding('unknown', 'noPictureYet') : blocked
}
