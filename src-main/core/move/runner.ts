/** Tells the cloud, template by template. What fails stays in the journal with its reason; the others go on. */
import { AppError, type ErrorShape, shapeOf } from '../../contract/errors.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { ActiveAccount } from '../active-account.ts'
import { effectTimes } from '../effect-time.ts'
import type { StoredMove } from '../store/template-moves.ts'
import type { Journal } from './journal.ts'

/** As `ChangeTemplate` of the templates. */
export type Change = (
  account: ActiveAccount,
  change: {
    readonly id: number
    readonly kind: 'template.moved' | 'template.movedBack'
    make(old: { readonly urls: TemplateUrls }): { urls: TemplateUrls }
  },
) => Promise<unknown>

export interface RunnerParts {
  readonly journal: Journal
  readonly change: Change
  /** The URLs of a template with those this desk made brought to the address it has now. */
  readonly moved: (urls: TemplateUrls) => TemplateUrls
  readonly changed: () => void
  readonly now: () => number
}

/** When a change made at `at` takes effect. */
export const effectOf = (at: number, timeScale: number) => ({
  movedAt: at,
  ...effectTimes(at, timeScale),
})

/** Works off what is queued or leaving. Ends early, leaving the rest as it is, when another account becomes active. */
export function createRunner({ journal, change, moved, changed, now }: RunnerParts) {
  const taken = (move: StoredMove, state: 'moved' | 'left', timeScale: number): StoredMove => ({
    ...move,
    state,
    ...effectOf(now(), timeScale),
    error: null,
  })

  async function forward(account: ActiveAccount, move: StoredMove): Promise<StoredMove> {
    const make = (old: { urls: TemplateUrls }) => ({ urls: moved(old.urls) })
    await change(account, { id: move.templateId, kind: 'template.moved', make })
    return taken(move, 'moved', account.timeScale)
  }

  async function backward(account: ActiveAccount, move: StoredMove): Promise<StoredMove> {
    const make = (old: { urls: TemplateUrls }) => ({ urls: { ...old.urls, ...move.urls } })
    await change(account, { id: move.templateId, kind: 'template.movedBack', make })
    return taken(move, 'left', account.timeScale)
  }

  async function one(account: ActiveAccount, move: StoredMove): Promise<void> {
    const isForward = move.state === 'queued'
    try {
      journal.put(await (isForward ? forward : backward)(account, move))
    } catch (error) {
      if (account.signal.aborted) return
      if (error instanceof AppError && error.code === 'template.notFound')
        return journal.remove(account.id, move.templateId)
      // What could not be put back is where it was.
      journal.put({ ...move, state: isForward ? 'failed' : 'moved', error: reasonOf(error) })
    }
  }

  return async (account: ActiveAccount): Promise<void> => {
    const isOpen = ({ state }: StoredMove) => state === 'queued' || state === 'leaving'
    for (const move of journal.of(account.id).filter(isOpen)) {
      if (account.signal.aborted) return
      await one(account, move)
      changed()
    }
  }
}

const reasonOf = (error: unknown): ErrorShape =>
  error instanceof Error && !(error instanceof AppError) && error.cause !== undefined
    ? reasonOf(error.cause)
    : shapeOf(error)
