/** `vi.waitFor` gives up after a second unless told otherwise, and on a busy machine anything may take one. */
import { vi } from 'vitest'

const { waitFor } = vi
// Files that share a worker share `vi`.
if (waitFor.name !== 'waitPatiently')
  vi.waitFor = function waitPatiently(check, options = {}) {
    return waitFor(check, { timeout: 20_000, ...(typeof options === 'number' ? { timeout: options } : options) })
  }
