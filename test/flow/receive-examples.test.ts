/** The documents' own bodies, correctly signed and posted over HTTP, end as decoded rows. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventRow } from '../../src-main/contract/events.ts'
import examples from '../fixtures/callback-examples.json' with { type: 'json' }
import { callbackKey, type ReceivingDesk, signed, startReceivingDesk } from '../support/receiving-desk.ts'

const bodies = Object.entries(examples as Record<string, object[]>).flatMap(([type, list]) =>
  list.map((body, index) => ({ type: Number(type), index, body })),
)

describe('the bodies of the documents', () => {
  let desk: ReceivingDesk
  const rows = new Map<string, EventRow>()

  beforeAll(async () => {
    desk = await startReceivingDesk()
    for (const { type, index, body } of bodies) {
      const response = await desk.post(signed(body))
      expect(response.status).toBe(200)
      expect(await response.text()).toBe('{"code":0}')
      const {
        rows: [row],
      } = await desk.events.page('acc', { filter: {}, limit: 1 })
      if (row) rows.set(`${type}/${index}`, row)
    }
  })
  afterAll(() => desk.close())

  it.each(bodies)('$type ($index) is one trusted row with its type, stream and facts', ({ type, index }) => {
    const row = rows.get(`${type}/${index}`)
    expect(row).toMatchObject({ type, trust: 'ok', templateId: 17, deliveries: 1, rejection: null })
    expect(row?.stream).toEqual(expect.any(String))
    expect(Object.values(row?.facts ?? {}).some((fact) => fact !== null)).toBe(true)
  })

  it('are told apart from one another', async () => {
    const { rows } = await desk.events.page('acc', { filter: {}, limit: 100 })
    expect(rows).toHaveLength(bodies.length)
    expect(desk.events.stats('acc')).toMatchObject({ stored: bodies.length, duplicates: 0, rejected: 0, refused: 0 })
  })

  it('sent again are no new rows', async () => {
    for (const { body } of bodies) expect((await desk.post(signed(body))).status).toBe(200)
    const { rows } = await desk.events.page('acc', { filter: {}, limit: 100 })
    expect(rows).toHaveLength(bodies.length)
    expect(rows.every(({ deliveries }) => deliveries === 2)).toBe(true)
    expect(desk.events.stats('acc').duplicates).toBe(bodies.length)
  })

  it('show no signature, push secret or path token when opened or exported', async () => {
    const { rows } = await desk.events.page('acc', { filter: {}, limit: 100 })
    let shown = rows.map(({ id }) => JSON.stringify(desk.events.get(id))).join('\n')
    for (const format of ['jsonl', 'csv'] as const)
      for await (const { text } of desk.events.export('acc', { filter: {}, format })) shown += text
    expect(shown).not.toMatch(/sign\\*":\\*"[0-9a-f]{8}/)
    expect(shown).not.toContain('40f38f69f574fd51126c421a3d96c374')
    expect(shown).not.toContain(desk.paths.pathFor(desk.slot, 'record').split('.')[1]?.split('/')[0])
    expect(shown).not.toContain(callbackKey)
    expect(shown).toContain('txSecret=****')
  })
})
