/** `npm run bench`: prints what was measured on this machine, in one run. Needs a build (`npm run build`). */
import { cpus, totalmem } from 'node:os'
import { measureSizes } from './size.ts'
import { measureStart } from './start.ts'

console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'} × ${cpus().length}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}\n`,
)
console.table(measureSizes())
console.table(await measureStart())
