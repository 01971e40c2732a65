/** What the status bar says of the public address: never more than is known. */
import type { ReceiverStatus } from '../../../src-main/contract/receiver.ts'

export interface AddressLine {
  readonly tone: 'ok' | 'warning' | 'danger' | 'muted'
  readonly hollow: boolean
  readonly word: 'notListening' | 'noAddress' | 'unproven' | 'proven' | 'failed'
  readonly url: string | null
  /** The moment the word speaks of. */
  readonly at: number | null
}

export function addressLine({ listening, address }: ReceiverStatus): AddressLine {
  const url = address.url?.replace(/\/$/, '') ?? null
  if (!listening) return { tone: 'danger', hollow: false, word: 'notListening', url: null, at: null }
  switch (address.state) {
    case 'none':
      return { tone: 'muted', hollow: true, word: 'noAddress', url: null, at: null }
    case 'unproven':
      return { tone: 'muted', hollow: true, word: 'unproven', url, at: null }
    case 'proven':
      return { tone: 'ok', hollow: false, word: 'proven', url, at: address.provenAt }
    case 'failed':
      return { tone: 'danger', hollow: false, word: 'failed', url, at: address.checkedAt }
  }
}
