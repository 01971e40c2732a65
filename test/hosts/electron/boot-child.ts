/**
 * Run by boot.test.ts in plain Node with the stand-in for `electron`: starts the built main bundle, plays
 * the page at its door, quits, and prints one line of JSON about what it saw.
 */
import { app, BrowserWindow, ipcMain, pageOf, seen } from '../../fakes/electron.ts'

const [entry = '', ...args] = process.argv.slice(2)
process.argv.splice(1, process.argv.length, entry, ...args)

async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const found = look()
    if (found !== undefined) return found
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const quit = new Promise((resolve) => app.once('quit', resolve))
await import(entry)
const window = await Promise.race([until(() => BrowserWindow.getAllWindows()[0]), quit.then(() => null)])
const report: Record<string, unknown> = {}
if (window) {
  const { webContents } = window
  await until(() => (window.calls.includes('show') ? true : undefined))
  const page = pageOf(webContents)
  page.say('{"id":1,"call":"desk.info","input":{}}', { origin: 'https://evil.example', parent: null, detached: false })
  page.say('{"id":2,"call":"desk.info","input":{}}')
  page.say('{"id":3,"call":"desk.status","input":{}}')
  report.info = JSON.parse(await until(() => webContents.sent.find((text) => text.includes('"id":2'))))
  report.status = JSON.parse(await until(() => webContents.sent.find((text) => text.includes('"id":3'))))
  report.ids = webContents.sent.map((text) => (JSON.parse(text) as { id: number }).id)
  app.emit('second-instance')
  report.calls = window.calls
  report.preload = window.options.webPreferences.preload
  report.doors = ipcMain.eventNames()
  app.quit()
}
await quit
console.log(
  `REPORT ${JSON.stringify({
    ...report,
    schemes: seen.schemes.map(({ scheme }) => scheme),
    sandboxed: seen.sandboxed,
    menus: seen.menus.length,
    errorBoxes: seen.errorBoxes,
    exitCodes: seen.exitCodes,
    userData: app.paths.userData,
  })}`,
)
process.exit(0)
