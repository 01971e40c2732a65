/** The log of callback deliveries (css-api, section 5): on the China site, 14 days, a stream and a day at a time. */
import type { Answer } from './actions.ts'
import type { CallOptions, Cloud } from './cloud.ts'
import { readTime, toUtc } from './lists.ts'

export interface CloudRecord {
  /** When the event happened, by the log. */
  readonly eventAt: number | null
  readonly type: number | null
  /** The body as it was sent. */
  readonly request: string
  /** The body of the server's answer. */
  readonly response: string
  readonly answeredAt: number | null
  readonly resultCode: number | null
}

export interface RecordQuestion {
  /** Exactly this name. */
  readonly stream: string
  readonly from: number
  readonly to: number
}

const day = 24 * 60 * 60_000
/** No limit is documented. */
const pageSize = 100
/** Per stream and day: a screenshot every ten seconds makes 8,640. */
const mostPages = 100

/** One row per attempt. `isComplete` is false when a day had more than can be read. */
export async function listRecords(
  cloud: Cloud,
  { stream, from, to }: RecordQuestion,
  o: CallOptions = {},
): Promise<{ records: CloudRecord[]; isComplete: boolean }> {
  const records: CloudRecord[] = []
  let isComplete = true
  // Both ends belong to a span, and times have whole seconds.
  for (let start = from; start <= to; start += day) {
    const span = { StartTime: toUtc(start), EndTime: toUtc(Math.min(to, start + day - 1000)) }
    isComplete = (await readDay(cloud, { StreamName: stream, ...span }, records, o)) && isComplete
  }
  return { records, isComplete }
}

async function readDay(
  cloud: Cloud,
  question: { StreamName: string; StartTime: string; EndTime: string },
  into: CloudRecord[],
  o: CallOptions,
): Promise<boolean> {
  for (let PageNum = 1; PageNum <= mostPages; PageNum++) {
    const page = { PageNum, PageSize: pageSize }
    const answer = await cloud.call('DescribeCallbackRecordsList', { ...question, ...page }, o)
    const rows = answer.DataInfoList ?? []
    into.push(...rows.map(toRecord))
    if (rows.length < pageSize || PageNum * pageSize >= (answer.TotalNum ?? Number.POSITIVE_INFINITY)) return true
  }
  return false
}

type Info = NonNullable<Answer<'DescribeCallbackRecordsList'>['DataInfoList']>[number]

const toRecord = (row: Info): CloudRecord => ({
  eventAt: readTime(row.EventTime),
  type: row.EventType ?? null,
  request: row.Request ?? '',
  response: row.Response ?? '',
  answeredAt: readTime(row.ResponseTime),
  resultCode: row.ResultCode ?? null,
})
