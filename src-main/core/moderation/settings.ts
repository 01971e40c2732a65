/** What is set for moderation on this desk: reasons, saved views, and hosts pictures may come from. */
import { z } from 'zod'
import { builtInReasons, PictureHost, Reason, SavedView } from '../../contract/moderation-settings.ts'

export const ModerationSettings = z.object({
  /** Empty = the built-in ones. */
  reasons: z.array(Reason).default([]),
  views: z.array(SavedView).default([]),
  pictureHosts: z.array(PictureHost).default([]),
})
export type ModerationSettings = z.infer<typeof ModerationSettings>

const usedFor: Readonly<Record<(typeof builtInReasons)[number], Reason['decisions']>> = {
  falsePositive: ['dismiss'],
  allowed: ['dismiss'],
  firstWarning: ['warn'],
  porn: ['cut', 'ban'],
  sexy: ['warn', 'cut', 'ban'],
  illegal: ['cut', 'ban'],
  abuse: ['warn', 'cut', 'ban'],
  ad: ['warn', 'cut', 'ban'],
  minor: ['cut', 'ban'],
  rePush: ['cut', 'ban'],
  mistake: ['resume'],
  appeal: ['resume'],
  other: ['dismiss', 'warn', 'cut', 'ban', 'resume'],
}

export const reasonsOf = ({ reasons }: Pick<ModerationSettings, 'reasons'>): Reason[] =>
  reasons.length > 0 ? reasons : builtInReasons.map((id) => ({ id, decisions: usedFor[id], text: null }))
