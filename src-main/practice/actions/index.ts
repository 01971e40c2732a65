/** Every action this cloud speaks, by name. */
import { callbackRuleActions } from './callback-rules.ts'
import { callbackTemplateActions } from './callback-templates.ts'
import type { Action } from './define.ts'
import { domainActions } from './domains.ts'
import { snapshotActions } from './snapshots.ts'
import { streamControlActions } from './stream-control.ts'
import { streamListActions } from './stream-lists.ts'

export const actions: ReadonlyMap<string, Action> = new Map(
  Object.entries({
    ...domainActions,
    ...callbackTemplateActions,
    ...callbackRuleActions,
    ...streamListActions,
    ...streamControlActions,
    ...snapshotActions,
  }),
)
