/**
 * `npm test`: every check of the project, or the ones named (`node test/run.mjs lint unit`). Plain
 * JavaScript, so that an old Node can still say which one is needed. With --screenshots the e2e suite
 * renews the README's pictures.
 */
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `The checks need Node 24 or newer; this is ${process.versions.node}. On Linux and Windows (x64) npm ci brings it along; on other systems install it first.`,
  )
  process.exit(1)
}
const { runChecks } = await import('./run/checks.ts')
const args = process.argv.slice(2)
if (args.includes('--screenshots')) process.env.SCREENSHOTS = 'resources/screenshots'
process.exitCode = await runChecks(args.filter((arg) => !arg.startsWith('--')))
