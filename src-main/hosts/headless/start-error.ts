/** A failure the person can mend; its text says how. */
export class StartError extends Error {}
