/** A change made in the cloud takes effect within this span (css-api, section 11); the practice cloud shortens it. */
const earliestMs = 5 * 60_000
export const latestEffectMs = 10 * 60_000

export const effectTimes = (changedAt: number, timeScale: number) => ({
  expectedFrom: Math.round(changedAt + earliestMs / timeScale),
  expectedBy: Math.round(changedAt + latestEffectMs / timeScale),
})
