/** The primary result codes of SQLite that the desk tells apart; the extended ones carry them in their low byte. */
const full = 13
const corrupt = 11
const notADatabase = 26
/** SQLITE_IOERR_SHMSIZE: no room for what the connections of a log share, which is no error of the disk. */
const noSharedMemory = 4874

function extendedCode(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null
  return typeof code === 'number' ? code : null
}
const resultCode = (error: unknown): number => (extendedCode(error) ?? 0) & 0xff

export const isFull = (error: unknown): boolean => resultCode(error) === full || extendedCode(error) === noSharedMemory
export const isCorrupt = (error: unknown): boolean => [corrupt, notADatabase].includes(resultCode(error))
