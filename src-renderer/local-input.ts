/** A moment as `<input type="datetime-local">` holds it, in the person's zone: "2026-11-22T14:02". */
export const toLocalInput = (at: number): string =>
  new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
