/**
 * Who works on which case: a claim by opening it, given up when its seat gave no sign of life for a while. Kept in
 * memory: after a restart everybody opens anew. One seat may hold several cases.
 */
import { claimMs } from '../../contract/cases.ts'
import { AppError } from '../../contract/errors.ts'

export interface Holder {
  readonly seat: string
  readonly name: string
}

export interface Claim extends Holder {
  readonly since: number
}

export interface Claims {
  of(caseId: number): Claim | null
  /** Throws `case.claimed` while another seat has it, unless `takeOver`. */
  take(caseId: number, holder: Holder, takeOver: boolean): void
  release(caseId: number, seat: string): void
  /** A sign of life; answers with the cases the seat still has. */
  beat(seat: string): number[]
  leave(seat: string): void
  close(): void
}

const sweepMs = 1_000

export function createClaims({ changed, now }: { changed: (caseId: number) => void; now: () => number }): Claims {
  const claims = new Map<number, Claim>()
  const signs = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  const drop = (caseId: number) => {
    if (claims.delete(caseId)) changed(caseId)
  }
  const isAlive = (seat: string) => (signs.get(seat) ?? Number.NEGATIVE_INFINITY) > now() - claimMs
  const sweep = () => {
    for (const [caseId, { seat }] of claims) if (!isAlive(seat)) drop(caseId)
    for (const seat of signs.keys()) if (!isAlive(seat)) signs.delete(seat)
    if (claims.size > 0 || !timer) return
    clearInterval(timer)
    timer = null
  }
  /** Expired ones do not count, whether or not the sweep has come by. */
  const valid = (caseId: number): Claim | null => {
    const claim = claims.get(caseId)
    return claim && isAlive(claim.seat) ? claim : null
  }
  const take: Claims['take'] = (caseId, { seat, name }, takeOver) => {
    const held = valid(caseId)
    if (held && held.seat !== seat && !takeOver)
      throw new AppError('case.claimed', { params: { who: held.name, since: held.since } })
    signs.set(seat, now())
    if (held?.seat === seat && held.name === name) return
    claims.set(caseId, { seat, name, since: now() })
    timer ??= setInterval(sweep, sweepMs).unref()
    changed(caseId)
  }

  return {
    of: valid,
    take,
    release(caseId, seat) {
      if (claims.get(caseId)?.seat === seat) drop(caseId)
    },
    beat(seat) {
      signs.set(seat, now())
      return [...claims].filter(([, claim]) => claim.seat === seat).map(([caseId]) => caseId)
    },
    leave(seat) {
      for (const [caseId, claim] of claims) if (claim.seat === seat) drop(caseId)
    },
    close() {
      if (timer) clearInterval(timer)
    },
  }
}
