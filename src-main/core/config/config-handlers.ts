/** The calls of the group `config`, a line each. */
import type { DeskHandlers } from '../../contract/index.ts'
import { nothing } from '../nothing.ts'
import type { Config } from './config.ts'

export const createConfigHandlers = (config: Config): DeskHandlers['config'] => ({
  export: async ({ format }, { signal }) => ({ text: await config.export(format, signal) }),
  schema: async () => config.schema(),
  upload: async ({ file, part }) => ({ file: config.upload(file, part) }),
  check: (input, { signal }) => config.check(input, signal),
  takeTags: async ({ file }) => nothing(await config.takeTags(file)),
  drift: (_input, { signal }) => config.drift(signal),
  acceptDrift: async ({ keys }) => nothing(config.acceptDrift(keys)),
  putBackDrift: ({ keys }, { signal }) => config.putBackDrift(keys, signal),
})
