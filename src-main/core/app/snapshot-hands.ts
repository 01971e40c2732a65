/** Snapshot rules and detection, changed as part of a plan. A call that got no answer is looked up, not repeated. */
import { AppError } from '../../contract/errors.ts'
import type { PlanTemplate } from '../../contract/plans.ts'
import type { ActiveAccount } from '../active-account.ts'
import type { NewEntry } from '../activity/activity.ts'
import { callOrFind } from '../cloud/call-or-find.ts'
import {
  createSnapshotRule,
  deleteSnapshotRule,
  listSnapshotRules,
  listSnapshotTemplates,
  setDetection,
} from '../cloud/snapshots.ts'
import { wishBack } from '../plan/back.ts'
import type { DetectionItem, SnapshotsItem } from '../plan/items.ts'
import type { Hands } from '../plan/run.ts'

type Entry = Omit<NewEntry, 'account' | 'planId' | 'undo' | 'error'>

export function createSnapshotHands(
  account: ActiveAccount,
  record: (entry: Omit<NewEntry, 'account' | 'planId'>) => void,
): Pick<Hands, 'changeSnapshots' | 'setDetection'> {
  const { cloud } = account

  async function change(
    item: SnapshotsItem | DetectionItem,
    entry: Entry,
    call: () => Promise<void>,
    isDone: () => Promise<boolean>,
  ): Promise<void> {
    try {
      await account.hold(() => callOrFind(call, isDone))
      const back = wishBack(item)
      record({ ...entry, ...(back && { undo: [back] }) })
    } catch (error) {
      record({ ...entry, error })
      throw error
    }
  }

  return {
    changeSnapshots(item) {
      const { target, before, after } = item
      const { domain, app } = target
      const entry: Entry = {
        kind: after ? 'snapshots.bound' : 'snapshots.unbound',
        target: domain,
        before: { template: nameOf(before), app },
        after: { template: nameOf(after), app },
      }
      const templateId = after?.id ?? null
      return change(
        item,
        entry,
        () =>
          templateId === null
            ? deleteSnapshotRule(cloud, target)
            : createSnapshotRule(cloud, { domain, app, templateId }),
        async () => {
          const rules = await listSnapshotRules(cloud)
          const found = rules.find((rule) => rule.domain === domain && rule.app === app && rule.stream === '')
          return (found?.templateId ?? null) === templateId
        },
      )
    },
    setDetection(item) {
      const { target, after } = item
      const { detects } = after
      const find = async () => {
        const found = (await listSnapshotTemplates(cloud)).find(({ id }) => id === target.id)
        if (!found) throw new AppError('template.notFound', { params: { id: target.name } })
        return found
      }
      const entry: Entry = {
        kind: detects ? 'snapshots.detectionOn' : 'snapshots.detectionOff',
        target: `${target.name} (${target.id})`,
        before: { detection: !detects },
        after: { detection: detects },
      }
      return change(
        item,
        entry,
        // Read anew: the bucket goes with the change as it is now.
        async () => setDetection(cloud, await find(), detects),
        async () => (await find()).detects === detects,
      )
    },
  }
}

const nameOf = (template: PlanTemplate | null): string | null => template && (template.name || String(template.id))
