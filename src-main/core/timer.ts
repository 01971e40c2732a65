/** A timer asked for longer than this many milliseconds goes off at once (Node); who waits longer asks again then. */
export const longestTimerMs = 2 ** 31 - 1
