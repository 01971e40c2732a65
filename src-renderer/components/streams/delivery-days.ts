/** A day in the person's zone, `ago` days before today: until now for today. */
export function dayOf(ago: number, now: number): { from: number; to: number } {
  const start = new Date(now)
  start.setHours(0, 0, 0, 0)
  start.setDate(start.getDate() - ago)
  const end = new Date(start)
  end.setDate(end.getDate() + 1)
  return { from: start.getTime(), to: Math.min(now, end.getTime() - 1) }
}
