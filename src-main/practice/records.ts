/** The delivery log that DescribeCallbackRecordsList reads: one entry per attempt, newest kept. */
export interface CallbackRecord {
  readonly eventAt: number
  readonly type: number
  readonly stream: string
  readonly request: string
  readonly response: string
  readonly responseAt: number
  readonly resultCode: number
}

export interface CallbackRecords {
  add(record: CallbackRecord): void
  all(): readonly CallbackRecord[]
}

const maxRecords = 10_000

/** Only these types can be looked up afterwards (css-api, section 5). */
export const isRecorded = (type: number): boolean => [0, 1, 100, 200].includes(type)

export function createRecords(): CallbackRecords {
  const records: CallbackRecord[] = []
  return {
    add: (record) => {
      records.push(record)
      if (records.length > maxRecords * 1.1) records.splice(0, records.length - maxRecords)
    },
    all: () => records,
  }
}
