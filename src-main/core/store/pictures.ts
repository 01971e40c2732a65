/** SQL of the pictures that were fetched for cases, and of the tries that failed. */
import type { PictureProblem } from '../../contract/case-detail.ts'
import type { Store } from './store.ts'

export type PictureType = 'image/jpeg' | 'image/png' | 'image/webp'

export interface PictureRecord {
  readonly eventId: number
  readonly caseId: number
  readonly problem: PictureProblem | null
  readonly params: Readonly<Record<string, string | number>>
  readonly file: {
    readonly type: PictureType
    readonly width: number
    readonly height: number
    readonly bytes: number
    readonly sha256: string
  } | null
  readonly at: number
}

export interface PicturesTable {
  get(eventId: number): PictureRecord | null
  put(record: PictureRecord): void
  countOf(caseId: number): number
  /** Bytes of the different files that are kept. */
  keptBytes(): number
  /**
   * Files that may make room, the least needed first: those of cases that were dismissed, then the oldest of the
   * others; never those of cases that still wait for somebody.
   */
  oldest(limit: number): { sha256: string; bytes: number }[]
  /** The file has made room: its hash stays. */
  drop(sha256: string, at: number): void
}

export function createPicturesTable({ db }: Pick<Store, 'db'>): PicturesTable {
  const one = db.prepare('SELECT * FROM pictures WHERE event_id = ?')
  const put = db.prepare(`
    INSERT OR REPLACE INTO pictures (event_id, case_id, problem, params, type, width, height, bytes, sha256, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const count = db.prepare('SELECT count(*) AS found FROM pictures WHERE case_id = ?')
  const kept = db.prepare(`
    SELECT sum(bytes) AS found FROM (
      SELECT max(bytes) AS bytes FROM pictures INDEXED BY pictures_kept WHERE problem IS NULL GROUP BY sha256)`)
  // An alert may have come to another case since its picture was fetched.
  const oldest = db.prepare(`
    SELECT p.sha256, max(p.bytes) AS bytes FROM pictures AS p INDEXED BY pictures_kept
      LEFT JOIN case_alerts AS a ON a.event_id = p.event_id JOIN cases AS c ON c.id = coalesce(a.case_id, p.case_id)
    WHERE p.problem IS NULL GROUP BY p.sha256 HAVING min(c.status = 'closed') = 1
    ORDER BY max(coalesce(json_extract(c.decision, '$.decision'), '') <> 'dismiss'), max(p.at) LIMIT ?`)
  const drop = db.prepare("UPDATE pictures SET problem = 'dropped', at = ? WHERE sha256 = ?")
  return {
    get(eventId) {
      const row = one.get(eventId)
      return row ? toPicture(row) : null
    },
    put: ({ eventId, caseId, problem, params, file, at }) =>
      void put.run(
        eventId,
        caseId,
        problem,
        JSON.stringify(params),
        file?.type ?? null,
        file?.width ?? null,
        file?.height ?? null,
        file?.bytes ?? null,
        file?.sha256 ?? null,
        at,
      ),
    countOf: (caseId) => Number(count.get(caseId)?.found),
    keptBytes: () => Number(kept.get()?.found ?? 0),
    oldest: (limit) => oldest.all(limit).map(({ sha256, bytes }) => ({ sha256: String(sha256), bytes: Number(bytes) })),
    drop: (sha256, at) => void drop.run(at, sha256),
  }
}

const toPicture = (row: Record<string, unknown>): PictureRecord => ({
  eventId: Number(row.event_id),
  caseId: Number(row.case_id),
  problem: row.problem as PictureRecord['problem'],
  params: JSON.parse(String(row.params)) as PictureRecord['params'],
  file:
    row.sha256 == null
      ? null
      : {
          type: row.type as PictureType,
          width: Number(row.width),
          height: Number(row.height),
          bytes: Number(row.bytes),
          sha256: String(row.sha256),
        },
  at: Number(row.at),
})
