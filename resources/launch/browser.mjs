/**
 * Whether there is a browser to open for the person who typed the command: not in CI, not at the other
 * end of an SSH connection, and on Linux only with a display.
 * @param {{ platform: string, env: Record<string, string | undefined> }} here
 */
export function canOpenBrowser({ platform, env }) {
  if (env.CI || env.SSH_CONNECTION) return false
  return platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME)
}
