/**
 * Applies the items of a plan, a few at a time. What must hold: every call is in the journal before it is made
 * and with its end after it; a run that is told to stop begins nothing more, but brings what it has begun to
 * its end, since half a re-binding is worse than either end.
 */
import { AppError, type ErrorShape, shapeOf } from '../../contract/errors.ts'
import type { PlanItem, PlanTemplateContent } from '../../contract/plans.ts'
import type { TemplateDraft } from '../../contract/templates.ts'
import { isAnswer } from '../cloud/call-or-find.ts'
import type { Log } from '../log.ts'
import type { PlanJournal } from '../store/plan-journal.ts'
import type { BanItem, DetectionItem, RuleItem, SnapshotsItem, TemplateItem } from './items.ts'
import type { Progress } from './progress.ts'
import { type AroundStep, changeRule, type KnownTemplate, type RuleCalls } from './rule-steps.ts'

/** What changes the cloud, for the account of the plan, whichever is active meanwhile. */
export interface Hands {
  readonly rules: RuleCalls
  /** Says how a change of binding ended: noted as pending, and in Activity. */
  noteRule(
    item: RuleItem,
    end: { templateId: number | null; outcome: 'ok' | 'putBack' | 'failed'; error?: unknown },
  ): void
  setEnabled(domain: string, enabled: boolean): Promise<void>
  /** The callback key of a template that is to have one: secrets are in no plan. */
  newKey(template: string): string
  /** Answers the template's id. */
  saveTemplate(draft: TemplateDraft): Promise<number>
  removeTemplate(id: number): Promise<void>
  changeSnapshots(item: SnapshotsItem): Promise<void>
  setDetection(item: DetectionItem): Promise<void>
  liftBan(item: BanItem): Promise<void>
  /** Something has changed; the windows are to read it again, at the end at the latest. */
  changed(when: { isEnd: boolean }): void
}

export interface RunParts {
  readonly planId: string
  readonly hands: Hands
  readonly progress: Progress
  readonly journal: Pick<PlanJournal, 'stepBegins' | 'stepEnds'>
  readonly shouldStop: () => boolean
  readonly log: Log
  readonly now: () => number
}

/** Calls of different items under way at once; the limiter keeps them within the cloud's rates. */
const lanes = 4

export async function runItems(items: readonly PlanItem[], parts: RunParts): Promise<void> {
  const made = new Map<string, number>()
  for (const phase of phases(items)) {
    const waiting = [...phase]
    const work = async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) await runItem(item, items, made, parts)
    }
    await Promise.all(Array.from({ length: lanes }, work))
  }
  parts.hands.changed({ isEnd: true })
}

/** Templates before the rules that name them, domains enabled first and disabled last, templates removed at the end. */
function phases(items: readonly PlanItem[]): PlanItem[][] {
  const phaseOf = (item: PlanItem): number => {
    if (item.subject === 'template') return item.after === null ? 4 : 0
    if (item.subject === 'domain') return item.after.enabled ? 1 : 3
    return 2
  }
  return [0, 1, 2, 3, 4].map((phase) => items.filter((item) => phaseOf(item) === phase))
}

async function runItem(
  item: PlanItem,
  items: readonly PlanItem[],
  made: Map<string, number>,
  parts: RunParts,
): Promise<void> {
  const { progress, hands } = parts
  const { key } = item
  if (progress.of(key).state !== 'waiting') return
  const missing = item.needs.find((need) => !isThere(need, items, progress))
  if (parts.shouldStop() || missing !== undefined) {
    progress.change(key, { state: 'skipped', error: missing === undefined ? null : progress.of(missing).error })
    return
  }
  progress.change(key, { state: 'running' })
  try {
    const reason = await applyItem(item, made, parts)
    progress.change(key, { state: reason ? 'putBack' : 'done', error: reason && shapeOf(reason) })
  } catch (error) {
    if (!(error instanceof AppError)) parts.log.error('a change of a plan failed unexpectedly', { key, error })
    progress.change(key, { state: 'failed', error: shapeOf(error) })
  }
  hands.changed({ isEnd: false })
}

const isThere = (key: string, items: readonly PlanItem[], progress: Progress): boolean =>
  items.some((each) => each.key === key && (each.change === 'unchanged' || progress.of(key).state === 'done'))

/** Answers why it was put back, or null. */
async function applyItem(item: PlanItem, made: Map<string, number>, parts: RunParts): Promise<AppError | null> {
  const { hands } = parts
  const around = writtenDown(item.key, parts)
  if (item.subject === 'rule') return applyRule(item, made, hands, around)
  await around(stepOf(item.steps), () => applySingle(item, made, hands))
  return null
}

/** What takes one call. */
async function applySingle(
  item: Exclude<PlanItem, { subject: 'rule' }>,
  made: Map<string, number>,
  hands: Hands,
): Promise<void> {
  switch (item.subject) {
    case 'domain':
      return hands.setEnabled(item.target.domain, item.after.enabled)
    case 'template':
      return applyTemplate(item, made, hands)
    case 'snapshots':
      return hands.changeSnapshots(item)
    case 'detection':
      return hands.setDetection(item)
    case 'ban':
      return hands.liftBan(item)
  }
}

/** A step that cannot be written down beforehand is not made. */
function writtenDown(key: string, { planId, progress, journal, log, now }: RunParts): AroundStep {
  return async ({ action, template }, call) => {
    const step = progress.stepBegins(key, { action, template })
    const end = (outcome: 'done' | 'failed' | 'unclear', error: ErrorShape | null) => {
      progress.stepEnds(key, step, error ?? undefined)
      try {
        journal.stepEnds(planId, { key, step, outcome, error }, now())
      } catch (failure) {
        log.error('how a step ended could not be written down; a restart will look it up', { key, error: failure })
      }
    }
    try {
      journal.stepBegins(planId, { key, step, action, template }, now())
      await call()
    } catch (error) {
      end(isAnswer(error) ? 'failed' : 'unclear', shapeOf(error))
      throw error
    }
    end('done', null)
  }
}

async function applyRule(
  item: RuleItem,
  made: ReadonlyMap<string, number>,
  hands: Hands,
  around: AroundStep,
): Promise<AppError | null> {
  const { target, before } = item
  const after = item.after && withId(item.after, made.get(item.needs[0] ?? ''))
  const known: RuleItem = { ...item, after }
  try {
    const reason = await changeRule(hands.rules, target, before && withId(before), after, around)
    if (reason) hands.noteRule(known, { templateId: before?.id ?? null, outcome: 'putBack', error: reason })
    else hands.noteRule(known, { templateId: after?.id ?? null, outcome: 'ok' })
    return reason
  } catch (error) {
    const isUnbound = error instanceof AppError && error.code === 'binding.putBackFailed'
    hands.noteRule(known, { templateId: isUnbound ? null : (before?.id ?? null), outcome: 'failed', error })
    throw error
  }
}

function withId(template: NonNullable<RuleItem['after']>, madeId?: number): KnownTemplate {
  const id = template.id ?? madeId
  if (id === undefined) throw new AppError('template.notFound', { params: { id: template.name } })
  return { ...template, id }
}

async function applyTemplate(
  { key, target, before, after }: TemplateItem,
  made: Map<string, number>,
  hands: Hands,
): Promise<void> {
  if (after) made.set(key, await hands.saveTemplate(draftOf(target.id, before, after, hands.newKey)))
  else await hands.removeTemplate(target.id ?? 0)
}

function stepOf(steps: PlanItem['steps']): PlanItem['steps'][number] {
  const [step] = steps
  if (!step) throw new Error('an item without a step was to be applied')
  return step
}

/** Addresses that are to go are sent as ''; a key that is there and stays is not touched. */
function draftOf(
  id: number | null,
  before: PlanTemplateContent | null,
  after: PlanTemplateContent,
  newKey: Hands['newKey'],
): TemplateDraft {
  const cleared = Object.keys(before?.urls ?? {}).map((group) => [group, ''])
  return {
    ...(id === null ? {} : { id }),
    name: after.name,
    description: after.description,
    urls: { ...Object.fromEntries(cleared), ...after.urls },
    recordExceptionLevels: after.recordExceptionLevels,
    key: keyOf(before?.hasKey ?? false, after, newKey),
  }
}

function keyOf(hadKey: boolean, { name, hasKey }: PlanTemplateContent, newKey: Hands['newKey']): TemplateDraft['key'] {
  if (hasKey === hadKey) return { action: 'keep' }
  return hasKey ? { action: 'set', key: newKey(name) } : { action: 'clear' }
}
