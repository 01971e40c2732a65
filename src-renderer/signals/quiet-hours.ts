/** Hours in which nothing is heard or shown by the system: "22:00" to "07:00" in the window's own time zone. */
export interface QuietHours {
  readonly from: string
  readonly to: string
}

const minutesOf = (text: string): number | null => {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}

export const isTimeOfDay = (text: string): boolean => minutesOf(text) !== null

export function isQuiet(hours: QuietHours | null, at: Date): boolean {
  const [from, to] = [minutesOf(hours?.from ?? ''), minutesOf(hours?.to ?? '')]
  if (from === null || to === null || from === to) return false
  const now = at.getHours() * 60 + at.getMinutes()
  // A night goes past midnight.
  return from < to ? now >= from && now < to : now >= from || now < to
}
