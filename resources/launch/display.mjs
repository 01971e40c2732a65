/**
 * Whether a window can be shown at all, before any Electron is looked for.
 * @param {{ platform: string, env: Record<string, string | undefined>, uid: number | null }} here
 * @returns {string | null} why not, as the end of a sentence; null when it can
 */
export function whyNoWindow({ platform, env, uid }) {
  if (platform !== 'linux') return null
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)'
  if (uid === 0) return 'Electron keeps its sandbox on, and with it does not run as root'
  return null
}
