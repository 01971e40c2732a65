import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { CaseRow } from '../../../src-main/contract/cases.ts'
import { createUnderWay } from '../../../src-renderer/stores/under-way.ts'
import { caseDetail, caseRow, enforcement } from '../components/alerts/samples.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function create() {
  let change = (_row: CaseRow): void => undefined
  let remove = (_id: number): void => undefined
  const read = vi.fn(async ({ id }: { id: number }) => caseDetail(caseRow(id)))
  const underWay = createUnderWay(
    { case: read },
    {
      onChange: (listener) => {
        change = (row) => listener(row, undefined)
        return () => undefined
      },
      onRemoved: (listener) => {
        remove = listener
      },
    },
  )
  return { underWay, read, change: (row: CaseRow) => change(row), remove: (id: number) => remove(id) }
}
const states = ({ rows }: ReturnType<typeof createUnderWay>) => rows.value.map((row) => row.enforcement?.state)

it('follows what calls the cloud, and nothing else', () => {
  const { underWay, change } = create()
  underWay.follow(caseRow(1, { enforcement: enforcement() }))
  underWay.follow(caseRow(2))
  change(caseRow(1, { enforcement: enforcement({ state: 'accepted' }) }))
  change(caseRow(3, { enforcement: enforcement() }))
  expect(states(underWay)).toEqual(['accepted'])
})

it('reads how it ended once the case has left the board, shows that for a while, and forgets it', async () => {
  const { underWay, read, remove } = create()
  underWay.follow(caseRow(1, { enforcement: enforcement({ state: 'accepted' }) }))
  read.mockResolvedValue(caseDetail(caseRow(1, { enforcement: enforcement({ state: 'offAir', offAirAfterMs: 2400 }) })))
  remove(1)
  await vi.advanceTimersByTimeAsync(10)
  expect(states(underWay)).toEqual(['offAir'])
  await vi.advanceTimersByTimeAsync(100_000)
  expect(states(underWay)).toEqual([])
})
