/** Cases as the desk sends them, for the board's tests. */
import type { CaseDetail, StripItem } from '../../../../src-main/contract/case-detail.ts'
import { type CaseEnforcement, type CaseRow, severityOf } from '../../../../src-main/contract/cases.ts'

export const noon = Date.UTC(2026, 10, 22, 4, 0, 0)

export const caseRow = (id: number, more: Partial<CaseRow> = {}): CaseRow => {
  const { verdict = 'Block', score = 99 } = more
  return {
    id,
    version: 1,
    status: 'open',
    attention: 'alert',
    domain: 'push.example.com',
    app: 'live',
    stream: `show-${id}`,
    session: '70123456789012345',
    verdict,
    score,
    label: 'Porn',
    subLabel: 'PornHigh',
    labels: ['Porn'],
    alerts: 1,
    pictures: 1,
    audios: 0,
    blocks: 1,
    firstAt: noon - 60_000,
    lastAt: noon - 60_000,
    receivedAt: noon - 59_000,
    offAirAt: null,
    severity: severityOf(verdict, score),
    trust: 'verified',
    trusts: { ok: 1, late: 0, wrong: 0, missing: 0, noKey: 0, reused: 0 },
    identity: 'own',
    claim: null,
    firstViewedAt: null,
    decision: null,
    enforcement: null,
    watch: null,
    pictureEvent: id * 10,
    ...more,
  }
}

export const enforcement = (more: Partial<CaseEnforcement> = {}): CaseEnforcement => ({
  id: 1,
  action: 'cut',
  state: 'waiting',
  who: 'Sam',
  decidedAt: noon,
  sendAt: noon + 5000,
  sentAt: null,
  acceptedAt: null,
  endedAt: null,
  offAirAfterMs: null,
  shownBy: null,
  banUntil: null,
  error: null,
  ...more,
})

export const stripItem = (eventId: number, more: Partial<StripItem> = {}): StripItem => ({
  eventId,
  kind: 'image',
  at: noon - 60_000,
  receivedAt: noon - 59_000,
  verdict: 'Block',
  score: 99,
  label: 'Porn',
  subLabel: 'PornHigh',
  trust: 'ok',
  reused: false,
  picture: {
    state: 'ready',
    url: `/pictures/${eventId}`,
    type: 'image/png',
    width: 640,
    height: 360,
    bytes: 1000,
    sha256: 'a'.repeat(64),
    fetchedAt: noon,
  },
  results: [],
  text: null,
  durationS: null,
  ...more,
})

export const caseDetail = (row: CaseRow, more: Partial<CaseDetail> = {}): CaseDetail => ({
  row,
  strip: [stripItem(row.id * 10)],
  more: 0,
  timeline: [],
  history: [],
  ...more,
})
