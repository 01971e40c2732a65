/** The primary result codes of SQLite that the desk tells apart; the extended ones carry them in their low byte. */
const full = 13
const corrupt = 11
const notADatabase = 26

function resultCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null
  return typeof code === 'number' ? code & 0xff : null
}

export const isFull = (error: unknown): boolean => resultCode(error) === full
export const isCorrupt = (error: unknown): boolean => [corrupt, notADatabase].includes(resultCode(error) ?? 0)
