import type { EventRow } from '../../../src-main/contract/events.ts'

/** A stored event as the desk hands it out; only what a test is about needs to be named. */
export const eventRow = (what: Partial<EventRow> = {}): EventRow => ({
  id: 1,
  receivedAt: 1_703_731_606_000,
  occurredAt: null,
  type: 1,
  domain: 'push.example.com',
  app: 'live',
  stream: 'test_stream',
  session: null,
  trust: 'ok',
  templateId: null,
  verdict: null,
  score: null,
  label: null,
  facts: {},
  deliveries: 1,
  rejection: null,
  ...what,
})
