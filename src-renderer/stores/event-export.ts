/** Writes the events of a filter into a file, with progress, and can be cancelled at any row. */
import { type Ref, ref, type ShallowRef, shallowRef } from 'vue'
import type { AppError } from '../../src-main/contract/errors.ts'
import type { EventFilter } from '../../src-main/contract/events.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { exportName } from '../composables/save-file.ts'
import { toAppError } from './load.ts'

export type ExportFormat = 'jsonl' | 'csv'

export interface EventExport {
  readonly isRunning: Readonly<Ref<boolean>>
  readonly progress: Readonly<ShallowRef<{ rows: number; total: number } | null>>
  readonly error: Readonly<ShallowRef<AppError | null>>
  start(filter: EventFilter, format: ExportFormat): void
  /** The one that failed, once more. */
  retry(): void
  cancel(): void
}

export interface ExportFile {
  readonly name: string
  readonly type: string
  readonly parts: readonly string[]
  readonly rows: number
}

const types = { jsonl: 'application/x-ndjson', csv: 'text/csv' }

export function createEventExport(
  events: Pick<DeskClient['events'], 'export'>,
  save: (file: ExportFile) => void,
): EventExport {
  const isRunning = ref(false)
  const progress = shallowRef<{ rows: number; total: number } | null>(null)
  const error = shallowRef<AppError | null>(null)
  let stop: (() => void) | null = null
  let last: { filter: EventFilter; format: ExportFormat } | null = null

  const finish = () => {
    stop = null
    isRunning.value = false
  }

  function start(filter: EventFilter, format: ExportFormat): void {
    if (isRunning.value) return
    const input = { filter, format }
    last = input
    let parts: string[] = []
    isRunning.value = true
    progress.value = null
    error.value = null
    stop = events.export(input, {
      onItem: ({ text, rows, total }) => {
        parts.push(text)
        progress.value = { rows, total }
      },
      onEnd: (reason) => {
        finish()
        if (reason) error.value = toAppError(reason)
        else
          save({
            name: exportName('events', format, new Date()),
            type: types[format],
            parts,
            rows: progress.value?.rows ?? 0,
          })
      },
      // After a lost connection the export begins anew, so what came before must go.
      resume: () => {
        parts = []
        return input
      },
    })
  }

  return {
    isRunning,
    progress,
    error,
    start,
    retry: () => last && start(last.filter, last.format),
    cancel() {
      stop?.()
      finish()
    },
  }
}
