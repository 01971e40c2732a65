/** The board on a desk under the test's hand: keys, decisions, what must be confirmed, and what others did. */
import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { BoardBatch } from '../../../src-main/contract/alerts.ts'
import type { CaseRow } from '../../../src-main/contract/cases.ts'
import { AppError } from '../../../src-main/contract/errors.ts'
import { useAccountStore } from '../../../src-renderer/stores/account.ts'
import { useAlertsStore } from '../../../src-renderer/stores/alerts.ts'
import { useDeskStore } from '../../../src-renderer/stores/desk.ts'
import { useModeratorsStore } from '../../../src-renderer/stores/moderators.ts'
import AlertsView from '../../../src-renderer/views/AlertsView.vue'
import { caseDetail, caseRow, enforcement } from '../components/alerts/samples.ts'
import { button, field, mountPage, page } from '../mount-page.ts'

const calls = vi.hoisted(() => {
  const names =
    'board cases case strip picture blastRadius claim release beat decide undo viewed revealed reasons views'
  return Object.fromEntries(names.split(' ').map((name) => [name, vi.fn()]))
}) as Record<string, ReturnType<typeof vi.fn>>
const client = vi.hoisted(() => ({ alerts: {} as Record<string, unknown>, moderators: {}, account: { list: vi.fn() } }))
client.alerts = calls
vi.mock('../../../src-renderer/client/index.ts', () => ({
  client,
  connection: { client, state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

let send: (batch: Partial<BoardBatch>) => void
const all = new Map<number, CaseRow>()

beforeEach(() => {
  vi.resetAllMocks()
  localStorage.clear()
  all.clear()
  calls.board?.mockImplementation((_input, listener) => {
    send = (batch) =>
      listener.onItem({ reset: false, cases: [], removed: [], total: all.size, now: Date.now(), ...batch })
    return () => undefined
  })
  calls.case?.mockImplementation(async ({ id }) => caseDetail(all.get(id) ?? caseRow(id)))
  calls.claim?.mockImplementation(async ({ caseId }) => all.get(caseId))
  for (const name of ['release', 'viewed', 'revealed']) calls[name]?.mockResolvedValue({})
  calls.beat?.mockResolvedValue({ claims: [] })
  calls.views?.mockResolvedValue({ views: [] })
  calls.reasons?.mockResolvedValue({
    reasons: [
      { id: 'falsePositive', decisions: ['dismiss'], text: null },
      { id: 'porn', decisions: ['cut', 'ban'], text: null },
      { id: 'own-1', decisions: ['dismiss', 'ban'], text: 'House rule' },
    ],
  })
  client.account.list.mockResolvedValue({ accounts: [], activeId: 'a', vault: null })
})

async function open(...rows: CaseRow[]) {
  for (const row of rows) all.set(row.id, row)
  const mounted = await mountPage(AlertsView, {}, '/alerts')
  useDeskStore().info = { version: '1', host: 'headless', role: 'operator', platform: 'linux', runtime: '24' }
  useModeratorsStore().seat = { id: 'me', name: 'Sam', moderator: null, role: 'operator', locked: false }
  await useAccountStore().list.open()
  useAlertsStore().board.start()
  send({ reset: true, cases: rows, total: rows.length })
  await flushPromises()
  return mounted
}

async function press(key: string): Promise<void> {
  const target = document.activeElement ?? document.body
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await flushPromises()
}
const title = () => page().querySelector('article h2')?.textContent
const options = () => [...page().querySelectorAll('[role=option][data-case]')].map((each) => each.textContent ?? '')
const alertText = () => [...page().querySelectorAll('[role=alert]')].map((each) => each.textContent).join(' ')

describe('the board', () => {
  it('opens the most urgent case with J, and the next one after a decision', async () => {
    await open(caseRow(1, { verdict: 'Review', score: 60 }), caseRow(2), caseRow(3, { verdict: 'Review', score: 50 }))
    await press('j')
    expect(title()).toBe('show-2')
    calls.decide?.mockResolvedValue({ ...caseRow(2), version: 2, status: 'closed' })
    await press('d')
    await press('1')
    expect(calls.decide).toHaveBeenCalledWith(
      expect.objectContaining({ caseId: 2, version: 1, decision: 'dismiss', reason: 'falsePositive' }),
    )
    expect(title()).toBe('show-1')
    expect(page().textContent).toContain('Dismissed show-2')
  })

  it('names own reasons by their text and picks them by number', async () => {
    await open(caseRow(1))
    await press('j')
    await press('d')
    expect(page().querySelector('form')?.textContent).toMatch(/1False positive.*2House rule/)
    calls.decide?.mockResolvedValue({ ...caseRow(1), status: 'closed' })
    await press('2')
    expect(calls.decide).toHaveBeenCalledWith(expect.objectContaining({ reason: 'own-1' }))
  })

  it('takes the last decision back with U', async () => {
    await open(caseRow(1))
    await press('j')
    calls.decide?.mockResolvedValue({
      ...caseRow(1, { status: 'acting', attention: null, version: 2 }),
      enforcement: enforcement({ sendAt: Date.now() + 5000 }),
    })
    await press('x')
    await press('1')
    expect(options()).toEqual([])
    calls.undo?.mockResolvedValue(caseRow(1, { version: 3, attention: 'undone' }))
    await press('u')
    expect(calls.undo).toHaveBeenCalledWith({ caseId: 1, version: 2 })
    expect(title()).toBe('show-1')
  })

  it('bans on several places only with the stream’s name typed', async () => {
    await open(caseRow(1))
    calls.blastRadius?.mockResolvedValue({
      stream: 'show-1',
      identity: 'own',
      places: ['push.example.com', 'push2.example.com'].map((domain, index) => ({
        domain,
        app: 'live',
        onAirSince: 1,
        lastEndedAt: null,
        isCase: index === 0,
      })),
      isComplete: true,
      at: 1,
    })
    await press('j')
    await press('b')
    expect(page().textContent).toContain('push2.example.com/live')
    await press('Enter')
    expect(calls.decide).not.toHaveBeenCalled()
    const typed = field('Type show-1 to confirm')
    expect(document.activeElement).toBe(typed)
    typed.value = 'show-1'
    typed.dispatchEvent(new Event('input'))
    calls.decide?.mockResolvedValue({ ...caseRow(1), status: 'acting', enforcement: enforcement({ action: 'ban' }) })
    typed.form?.requestSubmit()
    await flushPromises()
    expect(calls.decide).toHaveBeenCalledWith(
      expect.objectContaining({ decision: 'ban', durationMs: 604_800_000, confirmations: { blastRadius: 'show-1' } }),
    )
  })

  it('asks once more before it acts on weak trust', async () => {
    await open(caseRow(1, { trust: 'weak', trusts: { ok: 0, late: 0, wrong: 0, missing: 2, noKey: 0, reused: 0 } }))
    await press('j')
    await press('x')
    await press('1')
    expect(calls.decide).not.toHaveBeenCalled()
    expect(alertText()).toContain('2 unsigned')
    calls.decide?.mockResolvedValue({ ...caseRow(1), status: 'acting', enforcement: enforcement() })
    button('Not verified: Cut all the same').click()
    await flushPromises()
    expect(calls.decide).toHaveBeenCalledWith(expect.objectContaining({ confirmations: { weakTrust: true } }))
  })

  it('tells who was faster, and shows the case as it is now', async () => {
    await open(caseRow(1))
    await press('j')
    calls.decide?.mockRejectedValue(
      new AppError('case.stale', { params: { what: 'ban', who: 'Li Na', at: Date.now() } }),
    )
    await press('d')
    await press('1')
    expect(alertText()).toContain('Li Na was faster: Banned')
    button('Show it as it is now').click()
    await flushPromises()
    expect(alertText()).toBe('')
  })

  it('offers no decision on a case somebody else has, but to take it over', async () => {
    await open(caseRow(1, { claim: { seat: 'other', name: 'Li Na', since: Date.now() - 12.5 * 60_000 } }))
    await press('Enter')
    expect(title()).toBe('show-1')
    expect(page().textContent).toContain('Li Na has it since 12 min ago')
    expect(button('DismissD').disabled).toBe(true)
    await press('d')
    expect(page().querySelector('form')).toBeNull()
    await press('t')
    expect(calls.claim).toHaveBeenCalledWith({ caseId: 1, takeOver: true })
  })

  it('leads to Health while there is nothing to decide: alerts may be missing for a reason', async () => {
    await open()
    const link = [...page().querySelectorAll('a')].find((each) => each.textContent === 'Check them in Health')
    expect(link?.getAttribute('href')).toMatch(/\/health$/)
  })

  it('counts every open case, not only the most urgent ones it was sent', async () => {
    await open(caseRow(1))
    send({ reset: true, cases: [caseRow(1)], total: 700 })
    await flushPromises()
    expect(page().textContent).toContain('700 open')
  })

  it('lets new cases wait behind a counter while the list is in use', async () => {
    await open(caseRow(1))
    await press('j')
    all.set(2, caseRow(2, { firstAt: 0 }))
    send({ cases: [caseRow(2, { firstAt: 0 })], total: 2 })
    await vi.waitFor(() => expect(page().textContent).toContain('1 new, 1 Block'))
    expect(options()).toHaveLength(1)
    await press('n')
    expect(options()).toHaveLength(2)
    expect(title()).toBe('show-2')
  })

  it('does not hold a list that was emptied under a hand', async () => {
    await open(caseRow(1))
    page().querySelector('[role=listbox]')?.dispatchEvent(new Event('pointermove'))
    await flushPromises()
    all.delete(1)
    useAlertsStore().board.take(caseRow(1, { version: 2, status: 'closed' }))
    await press('n')
    expect(options()).toEqual([])
    const back = caseRow(1, { version: 3, attention: 'stillOnAir' })
    send({ cases: [back], total: 1 })
    await vi.waitFor(() => expect(options()).toHaveLength(1))
    send({ cases: [back, caseRow(2)], total: 2 })
    await vi.waitFor(() => expect(options()).toHaveLength(2))
  })

  it('keeps its filter in its address and says what it hides', async () => {
    const { router } = await open(caseRow(1))
    await router.replace({ query: { verdict: 'Review' } })
    await flushPromises()
    expect(page().textContent).toContain('1 open case is hidden by the filter.')
    button('Clear filter').click()
    await flushPromises()
    expect(router.currentRoute.value.query).toEqual({})
    expect(options()).toHaveLength(1)
  })

  it('shows a viewer the list and nothing else', async () => {
    await open(caseRow(1))
    useModeratorsStore().seat = { id: 'me', name: '', moderator: null, role: 'viewer', locked: false }
    await flushPromises()
    await press('j')
    expect(calls.case).not.toHaveBeenCalled()
    expect(page().textContent).toContain('Pictures and decisions need the moderator role.')
  })
})
