import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CaseDetail } from '../../../src-main/contract/case-detail.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import { createOpenCase } from '../../../src-renderer/stores/open-case.ts'
import { caseDetail, caseRow, stripItem } from '../components/alerts/samples.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function create() {
  const alerts = {
    case: vi.fn(async ({ id }: { id: number }): Promise<CaseDetail> => caseDetail(caseRow(id))),
    claim: vi.fn(async ({ caseId }: { caseId: number }) => caseRow(caseId)),
    release: vi.fn(async () => ({})),
    beat: vi.fn(async () => ({ claims: [] as number[] })),
    strip: vi.fn(async () => ({ items: [stripItem(1, { at: 1 })], hasMore: false })),
    picture: vi.fn(async () => ({ state: 'waiting' as const })),
    viewed: vi.fn(async () => ({})),
    revealed: vi.fn(async () => ({})),
  }
  return { alerts, opened: createOpenCase(alerts) }
}
const settle = (ms: number) => vi.advanceTimersByTimeAsync(ms)

describe('a case that is opened', () => {
  it('is read at once and claimed when it stays open', async () => {
    const { alerts, opened } = create()
    opened.open(1)
    await settle(100)
    expect([opened.detail.value?.row.id, alerts.claim.mock.calls.length]).toEqual([1, 0])
    await settle(300)
    expect(alerts.claim).toHaveBeenCalledWith({ caseId: 1, takeOver: false })
  })

  it('is not claimed when it was only passed over', async () => {
    const { alerts, opened } = create()
    for (const id of [1, 2, 3]) {
      opened.open(id)
      await settle(50)
    }
    await settle(1000)
    expect(alerts.claim.mock.calls).toEqual([[{ caseId: 3, takeOver: false }]])
  })

  it('gives signs of life while it is open, and is let go when it is left', async () => {
    const { alerts, opened } = create()
    alerts.beat.mockResolvedValue({ claims: [1] })
    opened.open(1)
    await settle(21_000)
    expect(alerts.beat).toHaveBeenCalledTimes(2)
    opened.close()
    expect(alerts.release).toHaveBeenCalledWith({ caseId: 1 })
    await settle(30_000)
    expect(alerts.beat).toHaveBeenCalledTimes(2)
  })

  it('is let go even if the claim comes after it was left', async () => {
    const { alerts, opened } = create()
    let grant = (_row: ReturnType<typeof caseRow>): void => undefined
    alerts.claim.mockReturnValue(new Promise((resolve) => (grant = resolve)))
    opened.open(1)
    await settle(300)
    opened.close()
    expect(alerts.release).not.toHaveBeenCalled()
    grant(caseRow(1))
    await settle(1)
    expect(alerts.release).toHaveBeenCalledWith({ caseId: 1 })
  })

  it('says who has it, and can be taken over', async () => {
    const { alerts, opened } = create()
    alerts.claim.mockRejectedValueOnce(new AppError('case.claimed', { params: { who: 'Li Na' } }))
    opened.open(1)
    await settle(300)
    expect(opened.claimError.value?.params.who).toBe('Li Na')
    await opened.takeOver()
    expect([alerts.claim.mock.lastCall?.[0], opened.claimError.value]).toEqual([{ caseId: 1, takeOver: true }, null])
  })

  it('tells once what was looked at, together', async () => {
    const { alerts, opened } = create()
    opened.open(1)
    for (const id of [10, 11, 10]) opened.noteViewed(id)
    await settle(1500)
    expect(alerts.viewed.mock.calls).toEqual([[{ caseId: 1, eventIds: [10, 11] }]])
  })

  it('tells what was looked at also when it is left at once', () => {
    const { alerts, opened } = create()
    opened.open(1)
    opened.noteViewed(10)
    opened.close()
    expect(alerts.viewed).toHaveBeenCalledWith({ caseId: 1, eventIds: [10] })
  })

  it('keeps older alerts in time order while newer ones come', async () => {
    const { alerts, opened } = create()
    opened.open(1)
    await settle(10)
    await opened.readOlder()
    alerts.case.mockResolvedValue(caseDetail(caseRow(1), { strip: [stripItem(10), stripItem(12)] }))
    opened.refresh()
    await settle(1000)
    expect(opened.strip.value.map(({ eventId }) => eventId)).toEqual([1, 10, 12])
  })

  it('shows nothing of a case that was left meanwhile', async () => {
    const { alerts, opened } = create()
    let answer = (_found: CaseDetail): void => undefined
    alerts.case.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)))
    opened.open(1)
    opened.open(2)
    await settle(10)
    answer(caseDetail(caseRow(1)))
    await settle(10)
    expect(opened.detail.value?.row.id).toBe(2)
  })
})
