import type { Log } from '../../src-main/core/log.ts'

export interface RecordedLog extends Log {
  readonly lines: { level: string; text: string; facts: Record<string, unknown> | undefined }[]
}

/** A log that keeps its lines, so that a test can say what was and what was not written. */
export function createRecordedLog(): RecordedLog {
  const lines: RecordedLog['lines'] = []
  const write = (level: string) => (text: string, facts?: Record<string, unknown>) =>
    void lines.push({ level, text, facts })
  return { lines, info: write('info'), warn: write('warn'), error: write('error') }
}
