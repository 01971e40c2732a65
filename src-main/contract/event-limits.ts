/** Figures both ends know of events, for who needs no schema. */

/** Pictures and sound that moderation has looked at. */
export const alertTypes: readonly number[] = [315, 317]

/** A replay after a reconnect sends at most this many rows; beyond it the client starts over and pages back. */
export const maxReplay = 1000

export const minuteMs = 60_000
