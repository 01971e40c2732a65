/** What the status bar says of the public address: never more than is known. */
import type { ReceiverStatus } from '../../../src-main/contract/receiver.ts'

export interface AddressLine {
  readonly tone: 'ok' | 'warning' | 'danger' | 'muted'
  readonly hollow: boolean
  readonly word:
    | 'notListening'
    | 'noAddress'
    | 'unproven'
    | 'proven'
    | 'failed'
    | 'foreign'
    | 'tunnelOpening'
    | 'tunnelWaiting'
    | 'tunnelStopped'
  readonly url: string | null
  /** The moment the word speaks of. */
  readonly at: number | null
}

/** While the tunnel is known to be down there is no need to wait for a heartbeat to miss. */
const downWords = { opening: 'tunnelOpening', waiting: 'tunnelWaiting', stopped: 'tunnelStopped' } as const

export function addressLine({ listening, address, tunnel }: ReceiverStatus): AddressLine {
  const url = address.url?.replace(/\/$/, '') ?? null
  if (!listening) return { tone: 'danger', hollow: false, word: 'notListening', url: null, at: null }
  const way = tunnel.active
  // The practice cloud has an address of its own, which no tunnel leads to.
  // A quick tunnel that has yet to stand has no address; what was proven last is then the former way's.
  const last = way?.url ?? tunnel.previous?.url
  const isTunnelled = way !== null && (address.url === null || address.url === last)
  if (isTunnelled && way.state in downWords) {
    const word = downWords[way.state as keyof typeof downWords]
    return {
      tone: word === 'tunnelOpening' ? 'warning' : 'danger',
      hollow: word === 'tunnelOpening',
      word,
      url: way.url,
      at: way.nextTryAt,
    }
  }
  switch (address.state) {
    case 'none':
      return { tone: 'muted', hollow: true, word: 'noAddress', url: null, at: null }
    case 'unproven':
      return { tone: 'muted', hollow: true, word: 'unproven', url, at: null }
    case 'proven':
      return { tone: 'ok', hollow: false, word: 'proven', url, at: address.provenAt }
    case 'failed':
      return {
        tone: 'danger',
        hollow: false,
        word: address.error?.code === 'receiver.addressForeign' ? 'foreign' : 'failed',
        url,
        at: address.checkedAt,
      }
  }
}
