/** The moderation log as text for a file, oldest first. */
import type { TimelineEntry } from '../../contract/case-detail.ts'
import { type Exported, exportRows } from '../export-rows.ts'
import type { CaseLogTable, LogSpan } from '../store/case-log.ts'

const columns = ['time', 'who', 'case', 'stream', 'what', 'facts']

type Entry = TimelineEntry & { readonly stream: string }

export const exportLog = (
  table: Pick<CaseLogTable, 'span' | 'count'>,
  nameOf: (caseId: number) => string,
  span: LogSpan,
  format: Exported<Entry>['format'],
) =>
  exportRows<Entry>({
    format,
    total: table.count(span),
    columns,
    cells: ({ at, who, caseId, stream, kind, facts }) => [
      new Date(at).toISOString(),
      who,
      String(caseId),
      stream,
      kind,
      Object.entries(facts)
        .map(([name, value]) => `${name}: ${value ?? ''}`)
        .join('; '),
    ],
    next: (last, limit) =>
      table.span(span, last?.id ?? 0, limit).map((entry) => ({ ...entry, stream: nameOf(entry.caseId) })),
  })
