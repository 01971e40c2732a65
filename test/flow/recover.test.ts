/** Events that never arrived, taken in from the cloud's delivery records (css-api, section 5). */
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { RecoverStep } from '../../src-main/contract/deliveries.ts'
import { contract, type DeskClient } from '../../src-main/contract/index.ts'
import { createActivityTable } from '../../src-main/core/store/activity.ts'
import { createAddressBasesTable } from '../../src-main/core/store/address-bases.ts'
import { createAddressGapsTable } from '../../src-main/core/store/address-gaps.ts'
import { createListenedTable } from '../../src-main/core/store/listened.ts'
import { openStore } from '../../src-main/core/store/store.ts'
import type { PracticeCloud } from '../../src-main/practice/practice-cloud.ts'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'
import { quietLog } from '../support/receiving-desk.ts'

const domain = 'push.practice.example'
const within = { timeout: 60_000, interval: 50 }
const hour = 60 * 60_000
const lately = () => ({ from: Date.now() - hour, to: Date.now() + 1000 })

/** A cloud whose template leads to a server that is not there: it sends, and nobody hears. */
async function setUp(site: 'cn' | 'intl' = 'cn') {
  const cloud = await startCloud({ site })
  const desk = await startDesk()
  await desk.client.account.save({ ...draftFor(cloud), site })
  const { id } = await desk.client.templates.save({
    name: 'dead',
    description: '',
    urls: { streamBegin: 'https://cb.example.com/begin', streamEnd: 'https://cb.example.com/end' },
    recordExceptionLevels: [],
    key: { action: 'set', key: 'k'.repeat(32) },
  })
  await bindNow(desk.client, { domain, templateId: id })
  return { cloud, desk, client: desk.client }
}

/** A start that the cloud has tried to deliver. */
async function pushUnheard(cloud: PracticeCloud, client: DeskClient, stream: string): Promise<void> {
  await vi.waitFor(async () => {
    cloud.emit({ type: 1, domain, app: 'live', stream })
    const { items } = await client.deliveries.records({ stream, ...lately() })
    expect(items.length).toBeGreaterThan(0)
  }, within)
}

function recover(client: DeskClient, input: object): Promise<RecoverStep[]> {
  const steps: RecoverStep[] = []
  return new Promise((resolve, reject) => {
    client.deliveries.recover(
      { ...lately(), ...input },
      { onItem: (step) => steps.push(step), onEnd: (error) => (error ? reject(error) : resolve(steps)) },
    )
  })
}

it('may be missing from the times in which the address did not lead here', async () => {
  const { desk, client } = await setUp()
  const { accounts } = await client.account.list({})
  const accountId = accounts[0]?.id ?? ''
  const other = await client.account.save({ ...draftFor(await startCloud()), name: 'Other' })
  await client.account.activate({ id: accountId })
  // As the desk itself writes them down, ten minutes ago and since five; the other account was active then.
  const store = openStore(join(desk.dataDir, 'desk.db'), { log: quietLog })
  const at = (minutes: number) => Date.now() - minutes * 60_000
  createListenedTable(store).extend(createListenedTable(store).begin(at(60)), at(-1))
  const bases = createAddressBasesTable(store)
  for (const base of ['https://former.example.com', 'https://cb.example.com']) bases.use(accountId, base, at(20))
  const [from, to] = [at(10), at(8)]
  const ended = { gapFrom: from, gapTo: to, gapMs: to - from, gapLoss: 'late' }
  const entry = { actor: 'Ann', kind: 'address.back', before: null, outcome: 'ok', error: null, planId: null } as const
  const activity = createActivityTable(store)
  for (const target of ['https://cb.example.com', 'https://somebody.example.com'])
    activity.add({ ...entry, at: to, account: other.id, target, after: ended, undo: null })
  const open = at(5)
  createAddressGapsTable(store).open('https://cb.example.com', open)
  store.close()
  const { gaps } = await client.deliveries.gaps({})
  expect(gaps).toEqual([
    { from: open, to: expect.closeTo(Date.now(), -5), reasons: ['address'] },
    { from, to, reasons: ['address'] },
  ])
})

describe('what the cloud sent and nobody heard', () => {
  it('is seen as missing, taken in once, and known for what it is', async () => {
    const { cloud, client } = await setUp()
    await pushUnheard(cloud, client, 'room')
    const [missing] = (await client.deliveries.records({ stream: 'room', ...lately() })).items
    expect(missing).toMatchObject({ type: 1, domain, app: 'live', state: 'missing', eventId: null })
    expect(missing?.attempts[0]).toMatchObject({ ok: false })

    const status = await client.events.page({ filter: {} })
    expect(status.rows).toEqual([])
    const steps = await recover(client, { streams: ['room'] })
    const last = steps.at(-1)
    expect(last).toMatchObject({ phase: 'done', streams: 1, done: 1, failed: 0, isComplete: true })
    expect(last?.takenIn).toBeGreaterThan(0)

    const { rows } = await client.events.page({ filter: { trust: ['recovered'], stream: 'room' } })
    expect(rows).toHaveLength(last?.takenIn ?? 0)
    expect(rows[0]).toMatchObject({ type: 1, domain, stream: 'room', trust: 'recovered', deliveries: 0 })
    const detail = await client.events.get({ id: rows[0]?.id ?? 0 })
    expect(detail).toMatchObject({ deliveredAt: [], path: '' })
    expect(detail.body).not.toMatch(/"sign":"[0-9a-f]{32}"/)

    const again = await recover(client, { streams: ['room'] })
    expect(again.at(-1)).toMatchObject({ takenIn: 0, known: last?.events })
    const { items } = await client.deliveries.records({ stream: 'room', ...lately() })
    expect(items.map(({ state }) => state)).toEqual(items.map(() => 'recovered'))
    expect(items[0]?.eventId).toBe(rows[0]?.id)
    const { entries } = await client.activity.page({ filter: { kinds: ['events.recovered'] } })
    expect(entries).toMatchObject([{ target: 'room', after: { rows: last?.takenIn } }])
  })

  it('is found for every stream of a time, and says whose records could not be read', async () => {
    const { cloud, client } = await setUp()
    await pushUnheard(cloud, client, 'one')
    await pushUnheard(cloud, client, 'two')
    cloud.fault({ action: 'DescribeCallbackRecordsList', kind: 'error', code: 'FailedOperation', times: 1 })
    const first = (await recover(client, {})).at(-1)
    expect(first).toMatchObject({ phase: 'done', failed: 1 })
    expect(first?.streams).toBeGreaterThanOrEqual(2)
    const second = (await recover(client, {})).at(-1)
    expect(second).toMatchObject({ failed: 0 })
    for (const stream of ['one', 'two'])
      expect((await client.events.page({ filter: { stream, trust: ['recovered'] } })).rows.length).toBeGreaterThan(0)
  })

  it('stops for a key that may not read the records', async () => {
    const { cloud, client } = await setUp()
    await pushUnheard(cloud, client, 'room')
    cloud.fault({ action: 'DescribeCallbackRecordsList', kind: 'error', code: 'UnauthorizedOperation', times: 1 })
    await expect(recover(client, { streams: ['room'] })).rejects.toMatchObject({
      code: 'cloud.refused',
      details: { apiCode: 'UnauthorizedOperation', action: 'DescribeCallbackRecordsList' },
    })
  })
})

describe('the international site', () => {
  it('says plainly that it has no such records', async () => {
    const { client } = await setUp('intl')
    expect((await client.deliveries.gaps({})).isOffered).toBe(false)
    await expect(client.deliveries.records({ stream: 'room', ...lately() })).rejects.toMatchObject({
      code: 'cloud.unavailableOnSite',
    })
    await expect(recover(client, {})).rejects.toMatchObject({ code: 'cloud.unavailableOnSite' })
    expect(contract.deliveries.recover.role).toBe('operator')
  })
})
