/** What a plan is made from beside its wishes: what the cloud holds. */
import type { Domain } from '../../contract/domains.ts'
import type { Site } from '../../contract/sites.ts'
import type { CloudRule } from '../cloud/rules.ts'
import type { SnapshotRule, SnapshotTemplate } from '../cloud/snapshots.ts'
import type { CloudTemplate } from '../cloud/templates.ts'

/** All that a plan depends on, read at one time. */
export interface CloudPicture {
  readonly site: Site
  readonly domains: readonly Domain[]
  readonly rules: readonly CloudRule[]
  /** With the addresses the cloud does not read back, as far as this desk remembers them. */
  readonly templates: readonly CloudTemplate[]
  /** Read only where a wish is about them. */
  readonly snapshots?: { readonly templates: readonly SnapshotTemplate[]; readonly rules: readonly SnapshotRule[] }
  /** Of the streams that wishes name those that are banned; read only then. */
  readonly banned?: ReadonlySet<string>
}

/** Only push domains carry templates (css-api, section 11). A rule may outlive its domain; it can still be removed. */
export function domainConflict({ domains }: CloudPicture, name: string): 'domainGone' | 'playDomain' | null {
  const domain = domains.find((each) => each.name === name)
  if (!domain) return 'domainGone'
  return domain.kind === 'play' ? 'playDomain' : null
}
