/** A receiver with its events and store, as a process that can be killed. Prints where to post, as JSON. */
import { join } from 'node:path'
import { startSearch } from '../../src-main/core/events/search-client.ts'
import { startWriter } from '../../src-main/core/store/writer.ts'
import { quietLog, type ReceivingDeskOptions, startReceivingDesk, writerEntry } from '../support/receiving-desk.ts'

export interface ProcessOptions {
  readonly folder: string
  /** Another entry than the real writer's. */
  readonly entry?: string
}

const searchEntry = new URL('../../src-main/core/events/search-thread.ts', import.meta.url)
const { folder, entry } = JSON.parse(process.argv[2] ?? '') as ProcessOptions
const options: ReceivingDeskOptions = {
  folder,
  writerFor: ({ file }) => startWriter({ file, entry: entry ? new URL(entry) : writerEntry, onFull: () => {} }),
  searchFor: ({ file }) =>
    startSearch({ file, indexFile: join(folder, 'events-index.db'), entry: searchEntry, log: quietLog }),
}
const desk = await startReceivingDesk(options)
const path = new URL(desk.urlFor('streamBegin')).pathname
process.stdout.write(`${JSON.stringify({ port: desk.receiver.port, path })}\n`)
process.on('SIGTERM', () => void desk.close().then(() => process.exit(0)))
