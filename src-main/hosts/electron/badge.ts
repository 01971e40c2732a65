/**
 * The number of open cases on the taskbar or dock. The page writes it at the beginning of its title, "(3) …",
 * where a browser shows it as well; so no call of its own is needed. Windows has no numbers on its taskbar:
 * there the icon gets a red dot.
 */
import { app, type BrowserWindow, nativeImage } from 'electron'

const dotSize = 16

export const countIn = (title: string): number => Number(/^\((\d{1,6})\)/.exec(title)?.[1] ?? 0)

/** A red disc, in the byte order (blue, green, red, alpha) Electron wants. */
function drawDot(): Buffer {
  const pixels = Buffer.alloc(dotSize * dotSize * 4)
  const middle = (dotSize - 1) / 2
  for (let index = 0; index < dotSize * dotSize; index += 1) {
    const [x, y] = [index % dotSize, Math.floor(index / dotSize)]
    if (Math.hypot(x - middle, y - middle) <= middle) pixels.set([0x64, 0x6b, 0xff, 0xff], index * 4)
  }
  return pixels
}

export function showBadge(window: BrowserWindow): void {
  let shown = 0
  window.on('page-title-updated', (_event, title) => {
    const count = countIn(title)
    if (count === shown) return
    shown = count
    app.setBadgeCount(count)
    if (process.platform !== 'win32') return
    const dot = count > 0 ? nativeImage.createFromBitmap(drawDot(), { width: dotSize, height: dotSize }) : null
    window.setOverlayIcon(dot, count > 0 ? title : '')
  })
}
