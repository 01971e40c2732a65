import { describe, expect, it } from 'vitest'
import { midStreamBodies } from '../../src-main/practice/bodies/index.ts'
import { createPush } from '../../src-main/practice/bodies/push-facts.ts'
import { startBody, stopBody } from '../../src-main/practice/bodies/stream-bodies.ts'
import { createRandom } from '../../src-main/practice/random.ts'
import { stopReasons } from '../../src-main/practice/stop-reasons.ts'
import examples from '../fixtures/callback-examples.json' with { type: 'json' }

const random = createRandom(3)
const push = createPush({ domain: 'push.practice.example', app: 'live', stream: 'room' }, Date.now() - 60_000, random)
const context = { push, at: Date.now(), random, base: 'http://127.0.0.1:1' }
const bodies: Record<number, (round: number) => Record<string, unknown>> = {
  0: () => stopBody(context, stopReasons.dropped),
  1: () => startBody(context),
  ...(midStreamBodies &&
    Object.fromEntries(Object.entries(midStreamBodies).map(([type, make]) => [type, () => make(context)]))),
}

/** Field names with the kinds of their values; lists by their first entry. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])]
  if (typeof value !== 'object' || value === null) return typeof value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]))
}

describe('the bodies', () => {
  const documented = Object.entries(examples as Record<string, Record<string, unknown>[]>).filter(
    ([, list]) => list.length > 0,
  )

  it('exist for all 18 event types', () => {
    expect(Object.keys(bodies).map(Number)).toEqual(Object.keys(examples).map(Number))
  })

  it.each(documented)('of %s have every field of the published example, of the same kind', (type, [example]) => {
    const { sign, t, ...fields } = example as Record<string, unknown>
    const seen = Array.from(
      { length: 40 },
      (_, round) => shapeOf(bodies[Number(type)]?.(round)) as Record<string, unknown>,
    )
    for (const [field, value] of Object.entries(fields)) {
      const kinds = seen.map((shape) => shape[field])
      const wanted = shapeOf(value)
      if (Array.isArray(wanted)) expect(kinds.every(Array.isArray), field).toBe(true)
      else expect(kinds, field).toEqual(kinds.map(() => (typeof wanted === 'object' ? expect.any(Object) : wanted)))
    }
    for (const shape of seen) expect(shape).toMatchObject({ event_type: 'number' })
  })

  it('point their pictures at the practice cloud, the same one in the screenshot and in the alert', () => {
    const screenshot = midStreamBodies[200]?.(context)
    const alert = midStreamBodies[317]?.(context)
    expect(screenshot?.pic_full_url).toBe(alert?.img)
    expect(screenshot?.pic_full_url).toMatch(/^http:\/\/127\.0\.0\.1:1\/pictures\//)
  })
})
