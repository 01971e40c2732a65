/** Plans, joined with what they change: bindings, templates and domains. */
import { z } from 'zod'
import type { ActivityKind, ActivityState } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import type { PlanTemplate } from '../../contract/plans.ts'
import type { ActiveAccount } from '../active-account.ts'
import type { Effects } from '../binding/effects.ts'
import { listDomains } from '../cloud/domains.ts'
import { createRule, deleteRule, listRules } from '../cloud/rules.ts'
import { listSnapshotRules, listSnapshotTemplates } from '../cloud/snapshots.ts'
import { readStreamState } from '../cloud/streams.ts'
import type { Domains } from '../domain/domains.ts'
import { refOf, wishBack } from '../plan/back.ts'
import type { RuleItem } from '../plan/items.ts'
import type { CloudPicture } from '../plan/picture.ts'
import { createPlans, type Plans } from '../plan/plans.ts'
import type { Hands } from '../plan/run.ts'
import { Wish } from '../plan/wish.ts'
import { createPlanJournal } from '../store/plan-journal.ts'
import type { Enforcer } from '../stream/enforce.ts'
import type { Templates } from '../template/templates.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import { createSnapshotHands } from './snapshot-hands.ts'

export interface Changeable {
  /** The callback key for a template of that name that is to have one. */
  readonly newKey: (accountId: string, template: string) => string
  readonly domains: Domains
  readonly templates: Templates
  readonly effects: Effects
  readonly enforcer: Pick<Enforcer, 'liftFor'>
}

export function createPlanning(ground: Ground, { active }: Identity, subjects: Changeable): Plans {
  const { store, activity, changes, log, now } = ground
  return createPlans({
    requireAccount: active.require,
    readPicture: wishedReader(subjects.templates),
    handsFor: (account, planId) => createHands(ground, subjects, account, planId),
    journal: createPlanJournal(store),
    undoOf(accountId, activityId) {
      const text = activity.undoOf(accountId, activityId)
      if (text === null) throw new AppError('activity.noWayBack')
      return z.array(Wish).parse(JSON.parse(text))
    },
    actor: activity.actor,
    changed: () => changes.tell('plans'),
    log,
    now,
  })
}

export const pictureReader =
  ({ readAll }: Templates) =>
  async (account: ActiveAccount, signal: AbortSignal): Promise<CloudPicture> => {
    const [domains, { templates, rules }] = await Promise.all([
      listDomains(account.cloud, { signal }),
      readAll(account, signal),
    ])
    return { site: account.site, domains, rules, templates }
  }

/** With what only few wishes are about. */
function wishedReader(templates: Templates) {
  const readPicture = pictureReader(templates)
  return async (account: ActiveAccount, wishes: readonly Wish[], signal: AbortSignal): Promise<CloudPicture> => {
    const { cloud } = account
    const isAbout = (...subjects: Wish['subject'][]) => wishes.some(({ subject }) => subjects.includes(subject))
    const readSnapshots = async () => {
      const [all, rules] = await Promise.all([
        listSnapshotTemplates(cloud, { signal }),
        listSnapshotRules(cloud, { signal }),
      ])
      return { templates: all, rules }
    }
    const [picture, snapshots] = await Promise.all([
      readPicture(account, signal),
      isAbout('snapshots', 'detection') ? readSnapshots() : null,
    ])
    const banned = new Set<string>()
    for (const wish of wishes) {
      // Of a domain that is gone the cloud would not tell.
      if (wish.subject !== 'ban' || !picture.domains.some(({ name }) => name === wish.domain)) continue
      const { domain, app, stream } = wish
      if ((await readStreamState(cloud, { domain, app, stream }, { signal })) === 'forbid') banned.add(stream)
    }
    return { ...picture, ...(snapshots && { snapshots }), banned }
  }
}

/** Lists are read again by the windows at most this often while a run goes on (milliseconds). */
const tellEveryMs = 1000

function createHands(
  ground: Ground,
  { domains, templates, effects, enforcer, newKey }: Changeable,
  account: ActiveAccount,
  planId: string,
): Hands {
  const { activity, changes, now } = ground
  const { cloud } = account
  // What a plan has begun comes to its end, whoever leaves.
  const { signal } = new AbortController()
  let toldAt = 0
  return {
    rules: {
      list: () => listRules(cloud),
      create: (rule) => createRule(cloud, rule),
      remove: (rule) => deleteRule(cloud, rule),
    },
    noteRule(item, { templateId, outcome, error }) {
      const { domain, app } = item.target
      const isChanged = outcome !== 'failed' || templateId !== (item.before?.id ?? null)
      if (isChanged) effects.note({ accountId: account.id, domain, app, templateId }, account.timeScale)
      const back = wishBack(item)
      activity.record({
        kind: kindOf(item),
        target: app === '' ? domain : `${domain}/${app}`,
        account: account.id,
        before: picture(item.before),
        after: picture(item.after),
        outcome,
        planId,
        ...(error === undefined ? {} : { error }),
        ...(back && outcome !== 'putBack' && isChanged ? { undo: [{ ...back, expected: templateId }] } : {}),
      })
    },
    setEnabled: (name, enabled) => domains.setEnabledFor(account, name, enabled, planId),
    newKey: (template) => newKey(account.id, template),
    saveTemplate: async (draft) => (await templates.saveFor(account, draft, planId, signal)).id,
    removeTemplate: (id) => templates.removeFor(account, id, planId, signal),
    ...createSnapshotHands(account, (entry) => activity.record({ ...entry, account: account.id, planId })),
    liftBan: ({ target }) => enforcer.liftFor(account, target, planId),
    changed({ isEnd }) {
      if (!isEnd && now() - toldAt < tellEveryMs) return
      toldAt = now()
      changes.tell('bindings', 'templates', 'domains')
    },
  }
}

function kindOf({ before, after }: RuleItem): ActivityKind {
  if (after === null) return 'binding.removed'
  return before === null ? 'binding.created' : 'binding.replaced'
}

function picture(template: PlanTemplate | null): ActivityState {
  if (template === null) return { template: null }
  return { template: refOf(template).name ?? String(template.id), templateId: template.id }
}
