/** What the person set: read with defaults field by field, changed a few fields at a time. */
import type { ActivityState } from '../../contract/activity.ts'
import { Settings, type SettingsChange } from '../../contract/settings.ts'
import type { Section } from '../profile.ts'

export interface SettingsStore {
  get(): Settings
  /** Applies only the fields named. Answers with the fields that really changed, before and after; null when none did. */
  change(change: SettingsChange): { before: ActivityState; after: ActivityState } | null
}

type Flat = Record<string, string | number | null>

/** Takes every valid field, and the default for each that is not. */
export function readSettings(stored: unknown, spoilt: (path: string) => void): Settings {
  if (stored === undefined) return Settings.parse({})
  if (!isRecord(stored)) {
    spoilt('')
    return Settings.parse({})
  }
  let sound: Record<string, unknown> = stored
  for (const issue of Settings.safeParse(stored).error?.issues ?? []) {
    const path = issue.path.map(String)
    spoilt(path.join('.'))
    sound = without(sound, path)
  }
  return Settings.parse(sound)
}

export function createSettings(section: Section<Settings>): SettingsStore {
  return {
    get: section.get,
    change(change) {
      const { receiver, retention, ...rest } = defined(change)
      const current = section.get()
      const next = Settings.parse({
        ...current,
        ...rest,
        receiver: { ...current.receiver, ...defined(receiver ?? {}) },
        retention: { ...current.retention, ...defined(retention ?? {}) },
      })
      const [before, after] = [flat(current), flat(next)]
      const changed = Object.keys(after).filter((key) => after[key] !== before[key])
      if (changed.length === 0) return null
      section.set(next)
      return { before: pick(before, changed), after: pick(after, changed) }
    },
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function without(from: Record<string, unknown>, [key = '', ...rest]: readonly string[]): Record<string, unknown> {
  const { [key]: value, ...others } = from
  return rest.length > 0 && isRecord(value) ? { ...others, [key]: without(value, rest) } : others
}

const defined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T

const flat = ({ receiver, retention, ...rest }: Settings): Flat => ({
  ...rest,
  'receiver.port': receiver.port,
  'retention.maxDays': retention.maxDays,
  'retention.maxGb': retention.maxGb,
})

const pick = (from: Flat, keys: readonly string[]): Flat =>
  Object.fromEntries(keys.map((key) => [key, from[key] ?? null]))
