/** What the person set, kept by the host's settings file. Every field has a default, so an empty file is valid. */
import { z } from 'zod'
import { procedure } from './define.ts'

/** Whole days and gigabytes (10⁹ bytes); null keeps everything. */
const MaxDays = z.number().int().min(1).max(3650).nullable()
const MaxGb = z.number().min(0.1).max(10_000).nullable()

export const Retention = z.object({ maxDays: MaxDays.default(null), maxGb: MaxGb.default(null) })
export type Retention = z.infer<typeof Retention>

export const Settings = z.object({
  language: z.enum(['auto', 'en', 'zh-CN']).default('auto'),
  theme: z.enum(['auto', 'dark', 'light']).default('auto'),
  /** Shown as the actor in Activity. */
  displayName: z.string().trim().max(60).default(''),
  receiver: z.object({ port: z.number().int().min(0).max(65535).default(8787) }).prefault({}),
  /** What to do when templates point at a former address: ask, or move them alone. */
  moveTemplates: z.enum(['ask', 'alone']).default('ask'),
  /** What goes first when there is too much: the oldest events, never the pinned ones. */
  retention: Retention.prefault({}),
})
export type Settings = z.infer<typeof Settings>

/** A change: only the fields named. */
export const SettingsChange = z.strictObject({
  language: Settings.shape.language.unwrap().optional(),
  theme: Settings.shape.theme.unwrap().optional(),
  displayName: Settings.shape.displayName.unwrap().optional(),
  moveTemplates: Settings.shape.moveTemplates.unwrap().optional(),
  receiver: z.strictObject({ port: z.number().int().min(0).max(65535).optional() }).optional(),
  retention: z.strictObject({ maxDays: MaxDays.optional(), maxGb: MaxGb.optional() }).optional(),
})
export type SettingsChange = z.infer<typeof SettingsChange>

export const settingsGroup = {
  get: procedure(z.strictObject({}), Settings, { role: 'viewer' }),
  set: procedure(SettingsChange, Settings, { role: 'operator' }),
}
