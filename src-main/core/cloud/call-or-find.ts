/**
 * A change whose answer may get lost on the way. What must hold: it is never sent twice, and a change that was made
 * is not called failed.
 */
import { AppError } from '../../contract/errors.ts'

/** The cloud has said no, or was never asked. After any other failure the change may have been made. */
export const isAnswer = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'cloud.refused' || !error.code.startsWith('cloud.'))

/** Throws the call's error, unless the answer got lost and `isDone` finds the change made. */
export async function callOrFind(call: () => Promise<void>, isDone: () => Promise<boolean>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (isAnswer(error) || !(await isDone().catch(() => false))) throw error
  }
}
