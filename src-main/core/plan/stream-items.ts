/** The part of a plan that is about what streams get: snapshots, detection, and the lifting of bans. Pure. */
import type { PlanTemplate, PlanWarning } from '../../contract/plans.ts'
import type { BanItem, DetectionItem, SnapshotsItem } from './items.ts'
import { type CloudPicture, domainConflict } from './picture.ts'
import { type Wish, wishKey } from './wish.ts'

type Of<S extends Wish['subject']> = Extract<Wish, { subject: S }>

const none = { templates: [], rules: [] }

export function planSnapshots(wish: Of<'snapshots'>, picture: CloudPicture): SnapshotsItem {
  const { domain, app, template, expected } = wish
  const { templates, rules } = picture.snapshots ?? none
  const named = (id: number): PlanTemplate => ({ id, name: templates.find((each) => each.id === id)?.name ?? '' })
  const bound = rules.find((each) => each.domain === domain && each.app === app && each.stream === '')?.templateId
  const before = bound === undefined ? null : named(bound)
  const wanted = template && templates.find(({ id }) => id === template.id)
  const after = template && (wanted ? named(wanted.id) : { id: template.id ?? null, name: template.name ?? '' })
  // There is no "modify rule" here either, and nobody has asked for another template in its place.
  const isTaken = before !== null && after !== null && before.id !== after.id
  const conflict =
    after && (domainConflict(picture, domain) ?? (wanted ? (isTaken ? 'snapshotsTaken' : null) : 'templateGone'))
  const isSame = before?.id === after?.id
  const change = conflict ? 'conflict' : isSame ? 'unchanged' : after ? 'create' : 'remove'
  const warnings: PlanWarning[] = [
    ...(change === 'remove' && expected !== undefined && before?.id !== expected ? ['changedSince' as const] : []),
    ...(change === 'remove' ? ['endsAlerts' as const] : []),
  ]
  return {
    subject: 'snapshots',
    key: wishKey(wish),
    target: { domain, app },
    before,
    after,
    change,
    steps:
      change === 'remove'
        ? [{ action: 'unbindSnapshots', template: before }]
        : change === 'create'
          ? [{ action: 'bindSnapshots', template: after }]
          : [],
    warnings,
    conflict,
    needs: [],
  }
}

export function planDetection(wish: Of<'detection'>, { snapshots = none }: CloudPicture): DetectionItem {
  const { template, detects } = wish
  const found = snapshots.templates.find(({ id }) => id === template.id)
  const target = { id: template.id, name: found?.name ?? template.name }
  const change = !found ? 'conflict' : found.detects === detects ? 'unchanged' : 'modify'
  const action = detects ? ('turnOnDetection' as const) : ('turnOffDetection' as const)
  return {
    subject: 'detection',
    key: wishKey(wish),
    target,
    before: found ? { detects: found.detects } : null,
    after: { detects },
    change,
    steps: change === 'modify' ? [{ action, template: target }] : [],
    warnings: change === 'modify' && !detects ? ['endsAlerts'] : [],
    conflict: found ? null : 'templateGone',
    needs: [],
  }
}

export function planBan(wish: Of<'ban'>, { domains, banned }: CloudPicture): BanItem {
  const { subject: _, ...target } = wish
  const isBanned = banned?.has(wish.stream) ?? false
  const isGone = !domains.some(({ name }) => name === wish.domain)
  return {
    subject: 'ban',
    key: wishKey(wish),
    target,
    before: { banned: isBanned },
    after: { banned: false },
    change: isGone ? 'conflict' : isBanned ? 'remove' : 'unchanged',
    steps: isBanned && !isGone ? [{ action: 'resumeStream', template: null }] : [],
    warnings: isBanned && !isGone ? ['liftsBan'] : [],
    conflict: isGone ? 'domainGone' : null,
    needs: [],
  }
}
