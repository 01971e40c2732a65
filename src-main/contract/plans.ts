/**
 * Changes to the cloud as data: a plan is made from what was just read, shown before anything happens, applied
 * step by step, and written down so that a crash in the middle can be told and mended. Everything that changes
 * several things at once goes this way, and so does putting a change back.
 */
import { z } from 'zod'
import { procedure, stream } from './define.ts'
import { ErrorShape } from './errors.ts'
import { StreamRef } from './streams.ts'
import { TemplateUrls } from './templates.ts'

/** `id` is null while the template is still to be made by the same plan. */
export const PlanTemplate = z.object({ id: z.number().int().nullable(), name: z.string() })
export type PlanTemplate = z.infer<typeof PlanTemplate>

/** A template without its key: secrets are in no plan. */
export const PlanTemplateContent = z.object({
  name: z.string(),
  description: z.string(),
  urls: TemplateUrls,
  recordExceptionLevels: z.array(z.string()),
  hasKey: z.boolean(),
})
export type PlanTemplateContent = z.infer<typeof PlanTemplateContent>

export const planWarnings = [
  /** The domain is disabled: nothing is pushed to it, and nothing called back. */
  'domainDisabled',
  /** Rules of single apps will win over this one, which is for the whole domain. */
  'appRulesWin',
  /** A rule of a single app: the console neither shows nor removes it. */
  'hiddenFromConsole',
  /** Delete, then create: events in between are lost. */
  'gapWhileRebinding',
  'templateHasNoUrl',
  /** Made anew, a template gets another id; what names the old one does not follow. */
  'newId',
  /** The template had a key; keys are in no plan, so that the new one has none. */
  'keyUnknown',
  /** The change to put back also changed the key, which stays as it is. */
  'keyStays',
  /** Addresses this site's API cannot set are left out. */
  'urlNotOnSite',
  /** Disabling interrupts every stream of the domain. */
  'interruptsStreams',
  /** Without snapshots and detection there are no alerts, for every domain the change reaches. */
  'endsAlerts',
  /** Whoever pushed it may go on air again at once, on every domain: a ban goes by name. */
  'liftsBan',
  /** Somebody has changed it since the change that is to be put back. */
  'changedSince',
] as const
export const PlanWarning = z.enum(planWarnings)
export type PlanWarning = z.infer<typeof PlanWarning>

/** Why nothing can be done about an item. */
export const planConflicts = [
  'domainGone',
  /** Only push domains carry templates. */
  'playDomain',
  'templateGone',
  /** Several templates have this name. */
  'templateAmbiguous',
  /** 50 templates an account. */
  'templateLimit',
  /** The cloud would not take it (contract/template-rules.ts). */
  'templateInvalid',
  /** It is to be removed while rules that are not part of the plan use it. */
  'templateBound',
  /** Somebody has bound another snapshot template there. */
  'snapshotsTaken',
  /** What it needs is itself in conflict. */
  'needsOther',
] as const
export const PlanConflict = z.enum(planConflicts)
export type PlanConflict = z.infer<typeof PlanConflict>

export const planChanges = [
  'create',
  'replace',
  'remove',
  'modify',
  'enable',
  'disable',
  'unchanged',
  'conflict',
] as const
export const PlanChange = z.enum(planChanges)
export type PlanChange = z.infer<typeof PlanChange>

/** One call that changes something. `putBackRule` is not planned: it follows a failure. */
export const PlanAction = z.enum([
  'deleteRule',
  'createRule',
  'putBackRule',
  'createTemplate',
  'modifyTemplate',
  'deleteTemplate',
  'enableDomain',
  'disableDomain',
  'bindSnapshots',
  'unbindSnapshots',
  'turnOnDetection',
  'turnOffDetection',
  'resumeStream',
])
export type PlanAction = z.infer<typeof PlanAction>

export const PlanStep = z.object({
  action: PlanAction,
  /** The callback or snapshot template the call speaks of; null for domains and streams. */
  template: PlanTemplate.nullable(),
})
export type PlanStep = z.infer<typeof PlanStep>

const item = {
  /** Unique in the plan, and the same when the plan is made again. */
  key: z.string(),
  change: PlanChange,
  steps: z.array(PlanStep),
  warnings: z.array(PlanWarning),
  conflict: PlanConflict.nullable(),
  /** Keys of items that must be done before this one. */
  needs: z.array(z.string()),
}

export const PlanItem = z.discriminatedUnion('subject', [
  z.object({
    ...item,
    subject: z.literal('rule'),
    /** app '' = the whole domain. */
    target: z.object({ domain: z.string(), app: z.string() }),
    /** null = not bound. */
    before: PlanTemplate.nullable(),
    after: PlanTemplate.nullable(),
  }),
  z.object({
    ...item,
    subject: z.literal('template'),
    target: PlanTemplate,
    /** null = there is no such template. */
    before: PlanTemplateContent.nullable(),
    after: PlanTemplateContent.nullable(),
  }),
  z.object({
    ...item,
    subject: z.literal('domain'),
    target: z.object({ domain: z.string() }),
    /** null = there is no such domain. */
    before: z.object({ enabled: z.boolean() }).nullable(),
    after: z.object({ enabled: z.boolean() }),
  }),
  z.object({
    ...item,
    subject: z.literal('snapshots'),
    /** Of every stream of the app. */
    target: z.object({ domain: z.string(), app: z.string() }),
    /** Snapshot templates; null = no screenshots. */
    before: PlanTemplate.nullable(),
    after: PlanTemplate.nullable(),
  }),
  z.object({
    ...item,
    subject: z.literal('detection'),
    /** A snapshot template. */
    target: PlanTemplate,
    /** null = there is no such template. */
    before: z.object({ detects: z.boolean() }).nullable(),
    after: z.object({ detects: z.boolean() }),
  }),
  z.object({
    ...item,
    subject: z.literal('ban'),
    target: StreamRef,
    before: z.object({ banned: z.boolean() }),
    /** Plans lift bans and make none: a ban needs a reason, a length, and a look at what it hits. */
    after: z.object({ banned: z.literal(false) }),
  }),
])
export type PlanItem = z.infer<typeof PlanItem>

export const Plan = z.object({
  id: z.string(),
  accountId: z.string(),
  madeAt: z.number(),
  /** A fingerprint of the items and of what they were made from; another one means other facts. */
  basis: z.string(),
  items: z.array(PlanItem),
})
export type Plan = z.infer<typeof Plan>

/**
 * putBack = it failed half-way and the old state was restored; skipped = not begun, because the run was
 * cancelled, what it needs failed, or there was nothing to do.
 */
export const PlanItemState = z.enum(['waiting', 'running', 'done', 'failed', 'putBack', 'skipped'])
export type PlanItemState = z.infer<typeof PlanItemState>

export const PlanItemProgress = z.object({
  key: z.string(),
  state: PlanItemState,
  /** The planned steps as far as they came, then those that put back. */
  steps: z.array(
    PlanStep.extend({ state: z.enum(['next', 'running', 'done', 'failed']), error: ErrorShape.optional() }),
  ),
  /** Why it failed or was put back. */
  error: ErrorShape.nullable(),
})
export type PlanItemProgress = z.infer<typeof PlanItemProgress>

/** waiting = another plan of this account is being applied. */
export const PlanRunState = z.enum(['waiting', 'running', 'cancelling', 'cancelled', 'finished'])
export type PlanRunState = z.infer<typeof PlanRunState>

/** How an item of an interrupted run stands in the cloud now. `half` = the old rule is gone and no new one made. */
export const PlanFinding = z.enum(['done', 'notDone', 'half', 'other'])
export type PlanFinding = z.infer<typeof PlanFinding>

const planId = z.string().min(1).max(100)
const keys = z.array(z.string().min(1).max(1000)).max(5000)

export const plansGroup = {
  /** Binds every target to the template, or unbinds it (null). */
  bind: procedure(
    z.strictObject({
      targets: z
        .array(z.strictObject({ domain: z.string().min(1).max(255), app: z.string().max(255) }))
        .min(1)
        .max(2000),
      templateId: z.number().int().nullable(),
    }),
    Plan,
    { role: 'operator' },
  ),
  /** Restores what was before one change in Activity, or before everything a run of a plan has done. */
  putBack: procedure(z.union([z.strictObject({ activityId: z.number().int() }), z.strictObject({ planId })]), Plan, {
    role: 'operator',
  }),
  /**
   * The same wishes on what the cloud holds now, all or those of the items named: after `plan.stale`, to try
   * again what failed, and to finish what was interrupted. `differences` are the items that changed since.
   */
  remake: procedure(
    z.strictObject({ planId, only: keys.optional() }),
    z.object({ plan: Plan, differences: z.array(z.object({ was: PlanItem.nullable(), now: PlanItem })) }),
    { role: 'operator' },
  ),
  /**
   * Applies the plan, or joins the run under way; a plan is applied once, so that asking again answers how it
   * ended. First every item, then those that have changed. Leaving the stream stops nothing: see `cancel`.
   * Fails with `plan.stale`, having done nothing, when the cloud holds something else than the plan was made from.
   */
  apply: stream(
    z.strictObject({ planId, only: keys.optional() }),
    z.object({ state: PlanRunState, items: z.array(PlanItemProgress) }),
    { role: 'operator' },
  ),
  /** Begins no further item; the one under way comes to its end. */
  cancel: procedure(z.strictObject({ planId }), z.object({}), { role: 'operator' }),
  /** Runs of the active account that are under way, and those a crash or the end of the desk has cut off. */
  runs: procedure(
    z.strictObject({}),
    z.object({
      runs: z.array(
        z.object({
          planId: z.string(),
          startedAt: z.number(),
          actor: z.string(),
          state: z.enum(['running', 'interrupted']),
          items: z.number().int(),
        }),
      ),
    }),
    { role: 'viewer' },
  ),
  /** What an interrupted run did and did not do, by its journal and by what the cloud holds now. */
  inspect: procedure(
    z.strictObject({ planId }),
    z.object({
      plan: Plan,
      findings: z.array(z.object({ key: z.string(), finding: PlanFinding, step: PlanStep.nullable() })),
    }),
    { role: 'viewer' },
  ),
  /** The interrupted run stays as it is and is not shown again. */
  dismiss: procedure(z.strictObject({ planId }), z.object({}), { role: 'operator' }),
}
