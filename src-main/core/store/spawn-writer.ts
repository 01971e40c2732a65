/** Starts the thread that commits events. It loads beside the rest of the desk and waits to be told its file. */
import { Worker } from 'node:worker_threads'

/** A batch is at most a few megabytes; V8 would keep room for many times that. */
const resourceLimits = { maxYoungGenerationSizeMb: 12 }

/** `entry`: the built writer.js, or writer-thread.ts itself where Node runs TypeScript. */
export const spawnWriter = (entry: URL): Worker => new Worker(entry, { name: 'event-writer', resourceLimits })
