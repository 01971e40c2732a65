/** Writes the JSON Schema of the configuration file that editors use; a test holds that it is up to date. */
import { writeFileSync } from 'node:fs'
import { configSchema, configSchemaFile } from '../src-main/core/config/format.ts'

writeFileSync(new URL(configSchemaFile, import.meta.url), configSchema())
