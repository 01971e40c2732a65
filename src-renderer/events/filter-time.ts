/** Times as a person types them into the filter: `2026-11-22`, `2026-11-22T14:05`, `14:05:30` (today), in their own zone. */

const dayShape = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?$/
const clockShape = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/

export function readTime(text: string, now = new Date()): number | null {
  const day = dayShape.exec(text)
  if (day) return build(day.slice(1, 4), day.slice(4, 7))
  const clock = clockShape.exec(text)
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map(String)
  return clock ? build(today, clock.slice(1, 4)) : null
}

/** The shortest text that reads back as this moment, to the second. */
export function writeTime(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  const seconds = date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}${seconds}`
}

type Part = string | undefined

/** null for what no calendar has: 30 February, 25 o'clock. */
function build(
  [year, month, day]: readonly Part[],
  [hour = '0', minute = '0', second = '0']: readonly Part[],
): number | null {
  const parts = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number]
  const date = new Date(parts[0], parts[1] - 1, ...(parts.slice(2) as [number, number, number, number]))
  const isReal =
    date.getMonth() === parts[1] - 1 && date.getDate() === parts[2] && parts[3] < 24 && parts[4] < 60 && parts[5] < 60
  return isReal ? date.getTime() : null
}
