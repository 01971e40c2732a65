/**
 * The files of a worker share one window, for making one takes longer than most of the files; each begins in it with
 * an empty page and with modules of its own, so that its stores, its words and what it mocks are new.
 */
import { disableAutoUnmount } from '@vue/test-utils'
import { setActivePinia } from 'pinia'
import { vi } from 'vitest'

vi.resetModules()
vi.useRealTimers()
vi.unstubAllGlobals()
disableAutoUnmount()
setActivePinia(undefined)
for (const { name } of [...document.documentElement.attributes]) document.documentElement.removeAttribute(name)
document.head.replaceChildren()
document.body.replaceChildren()
localStorage.clear()
sessionStorage.clear()
history.replaceState(null, '', '/')
