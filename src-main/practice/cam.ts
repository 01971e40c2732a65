/** What a key may do. The tiers are those of the CAM policies the desk ships; every call is recorded by tier. */

/** `read` and `admin` are the rest: what no shipped policy needs. */
export type Tier = 'watch' | 'moderate' | 'setUp' | 'read' | 'admin'

export type Policy = 'full' | 'readOnly' | 'watch' | 'moderate' | 'setUp'

const allowed: Record<Policy, (tier: Tier, action: string) => boolean> = {
  full: () => true,
  /** QcloudLIVEReadOnlyAccess */
  readOnly: (_tier, action) => action.startsWith('Describe'),
  watch: (tier) => tier === 'watch',
  moderate: (tier) => tier === 'watch' || tier === 'moderate',
  /** The domain list is needed to see what can be bound. */
  setUp: (tier, action) => tier === 'setUp' || action === 'DescribeLiveDomains',
}

export const isAllowed = (policy: Policy, tier: Tier, action: string): boolean => allowed[policy](tier, action)

export interface RecordedCall {
  readonly at: number
  readonly action: string
  readonly tier: Tier
  /** The error's code; null when it succeeded. */
  readonly error: string | null
}
