/** The event store was restored from a backup, the case file was not: what arrives then is nothing the cases know. */
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { keepNumbersApart } from '../../../src-main/core/store/event-numbers.ts'
import { createEventReader } from '../../../src-main/core/store/events.ts'
import { openStore } from '../../../src-main/core/store/store.ts'
import { incoming } from '../../support/event-samples.ts'
import { quietLog } from '../../support/receiving-desk.ts'
import { createWriter } from '../../support/writer.ts'
import { createFolder, createRig, flagged, start } from '../moderation/rig.ts'

const openNew = (folder: string) => openStore(join(folder, 'restored.db'), { log: quietLog })

it('no event gets a number the cases know from before', async () => {
  const folder = createFolder()
  const rig = await createRig(folder)
  const known = await rig.take(flagged(start), flagged(start + 1, { stream: 'other' }))
  const store = openNew(folder)
  keepNumbersApart(store, rig.caseStore)
  const [committed] = await createWriter(store).commit([incoming()])
  expect(committed?.id).toBeGreaterThan(Math.max(...known.map(({ id }) => id)))
  store.close()
})

it('a store that is ahead of the cases stays as it is', async () => {
  const folder = createFolder()
  const rig = await createRig(folder)
  await rig.take(flagged(start))
  const store = openNew(folder)
  const writer = createWriter(store)
  await writer.commit([incoming(), incoming()])
  keepNumbersApart(store, rig.caseStore)
  expect(store.db.prepare('SELECT max(last_id) AS id FROM event_counts').get()).toEqual({ id: 2 })
  store.close()
})

it('and it does not look as if something had been received', async () => {
  const folder = createFolder()
  const rig = await createRig(folder)
  await rig.take(flagged(start))
  const store = openNew(folder)
  keepNumbersApart(store, rig.caseStore)
  expect(createEventReader(store.db).totals(null)).toEqual({
    stored: 0,
    duplicates: 0,
    rejected: 0,
    lastReceivedAt: null,
  })
  store.close()
})
