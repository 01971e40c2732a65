/** The CAM policies to paste into the console: the least that each kind of work needs (least privilege). */
import moderate from '../../../resources/cam-policies/moderate.json?raw'
import setUp from '../../../resources/cam-policies/set-up.json?raw'
import watch from '../../../resources/cam-policies/watch.json?raw'

export const policies = { setUp, watch, moderate } as const
export type PolicyName = keyof typeof policies
export const policyNames = ['setUp', 'watch', 'moderate'] as const
