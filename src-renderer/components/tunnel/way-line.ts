/** What is said of a way in the list: never more than is known. */
import type { WayState } from '../../../src-main/contract/tunnel.ts'

export interface WayLine {
  readonly tone: 'ok' | 'warning' | 'danger' | 'muted'
  readonly hollow: boolean
  readonly word: 'listening' | 'idle' | 'opening' | 'up' | 'troubled' | 'waiting' | 'stopped'
  /** The moment the word speaks of. */
  readonly at: number | null
}

/** `state` is null for a way that is kept but not in use. */
export function wayLine(state: WayState | null): WayLine {
  switch (state?.state) {
    case undefined:
      return { tone: 'muted', hollow: true, word: 'idle', at: null }
    case 'listening':
      return { tone: 'muted', hollow: true, word: 'listening', at: null }
    case 'opening':
      return { tone: 'warning', hollow: true, word: 'opening', at: null }
    case 'up':
      return state.error
        ? { tone: 'warning', hollow: false, word: 'troubled', at: state.since }
        : { tone: 'ok', hollow: false, word: 'up', at: state.since }
    case 'waiting':
      return { tone: 'danger', hollow: false, word: 'waiting', at: state.nextTryAt }
    case 'stopped':
      return { tone: 'danger', hollow: false, word: 'stopped', at: null }
  }
}
