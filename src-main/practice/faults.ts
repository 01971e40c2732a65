/** Practice only: failures a test or a trainer orders for the next calls of an action ('*' = any). */
export const faultKinds = ['error', 'hang', 'reset', 'html', 'half', 'http500', 'timeoutAfterEffect'] as const
export type FaultKind = (typeof faultKinds)[number]

export interface Fault {
  readonly action: string
  readonly kind: FaultKind
  /** The API code of kind `error`. */
  readonly code?: string
  readonly times: number
}

export interface Faults {
  order(fault: Fault): void
  /** The fault due for a call of this action, counted as used. */
  take(action: string): Fault | null
  /** How many are due still. */
  left(): number
}

export function createFaults(): Faults {
  const ordered: { fault: Fault; left: number }[] = []
  return {
    order: (fault) => {
      ordered.push({ fault, left: fault.times })
    },
    take: (action) => {
      const index = ordered.findIndex(({ fault }) => fault.action === action || fault.action === '*')
      const found = ordered[index]
      if (!found) return null
      found.left -= 1
      if (found.left <= 0) ordered.splice(index, 1)
      return found.fault
    },
    left: () => ordered.reduce((sum, { left }) => sum + left, 0),
  }
}
