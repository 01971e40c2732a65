/** A case as a window sees it: the record with its enforcement, watch and claim beside it. */
import { type CaseEnforcement, type CaseRow, severityOf, type Watch } from '../../contract/cases.ts'
import type { EnforcementRecord, WatchRecord } from '../store/enforcements.ts'
import { readPlace } from './alert.ts'
import type { Case } from './book.ts'
import type { Claim } from './claims.ts'
import { labelsOf } from './tally.ts'

export interface RowSources {
  readonly claim: (caseId: number) => Claim | null
  readonly enforcement: (caseId: number) => EnforcementRecord | null
  readonly watch: (caseId: number) => WatchRecord | null
}

const mostLabels = 8

export function createRows({ claim, enforcement, watch }: RowSources): (record: Case) => CaseRow {
  return (record) => {
    const { tally, decision } = record
    const { domain, app, stream } = readPlace(record.place)
    const enforced = enforcement(record.id)
    const watched = watch(record.id)
    return {
      id: record.id,
      version: record.version,
      status: record.status,
      attention: record.attention,
      domain,
      app,
      stream,
      session: record.session,
      verdict: tally.worst.verdict,
      score: tally.worst.score,
      label: tally.worst.label,
      subLabel: tally.worst.subLabel,
      labels: labelsOf(tally).slice(0, mostLabels),
      alerts: tally.alerts,
      pictures: tally.pictures,
      audios: tally.audios,
      blocks: tally.blocks,
      firstAt: record.firstAt,
      lastAt: record.lastAt,
      receivedAt: record.receivedAt,
      offAirAt: record.endedAt,
      severity: severityOf(tally.worst.verdict, tally.worst.score),
      trust: tally.isVerified ? 'verified' : 'weak',
      trusts: tally.trusts,
      identity: record.identity,
      claim: claim(record.id),
      firstViewedAt: record.firstViewedAt,
      decision: decision && {
        decision: decision.decision,
        reason: decision.reason,
        note: decision.note,
        who: decision.who,
        at: decision.at,
      },
      enforcement: enforced && shownEnforcement(enforced),
      watch: watched && shownWatch(watched),
      pictureEvent: tally.picture?.eventId ?? null,
    }
  }
}

function shownEnforcement(record: EnforcementRecord): CaseEnforcement {
  const { caseId: _c, accountId: _a, domain: _d, app: _p, stream: _s, reason: _r, ...shown } = record
  return shown
}

export function shownWatch(record: WatchRecord): Watch {
  const { accountId: _a, endedAt: _e, ...shown } = record
  return shown
}
