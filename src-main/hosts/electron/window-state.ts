/** Where the window was, kept under `window` in the settings file; used again only while a screen still shows it. */
import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { z } from 'zod'
import type { SettingsFile } from '../../core/host.ts'
import type { Log } from '../../core/log.ts'

const WindowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(400),
  height: z.number().int().min(300),
  maximized: z.boolean(),
})

const usual = { width: 1280, height: 800 }

export interface Placement {
  readonly bounds: Partial<Rectangle>
  readonly maximized: boolean
}

export function readPlacement(settings: SettingsFile): Placement {
  const stored = WindowState.safeParse(settings.read().window)
  if (!stored.success) return { bounds: usual, maximized: false }
  const { maximized, ...bounds } = stored.data
  return { bounds: isVisible(bounds) ? bounds : { width: bounds.width, height: bounds.height }, maximized }
}

/** Enough of the title bar must be on a screen to take hold of it. */
function isVisible({ x, y, width }: Rectangle): boolean {
  return screen
    .getAllDisplays()
    .some(
      ({ workArea }) =>
        x + width > workArea.x + 100 &&
        x < workArea.x + workArea.width - 100 &&
        y >= workArea.y &&
        y < workArea.y + workArea.height - 40,
    )
}

/** A full disk must not keep the window from closing. */
export function keepPlacement(window: BrowserWindow, settings: SettingsFile, log: Pick<Log, 'warn'>): void {
  window.on('close', () => {
    const state: z.infer<typeof WindowState> = { ...window.getNormalBounds(), maximized: window.isMaximized() }
    try {
      settings.write({ ...settings.read(), window: state })
    } catch (error) {
      log.warn('where the window was could not be kept', { error })
    }
  })
}
