/** A stream on air as the desk tells of it. */
import type { OnAirStream } from '../../../../src-main/contract/streams.ts'

export const onAirStream = (more: Partial<OnAirStream> = {}): OnAirStream => ({
  domain: 'push.example.com',
  app: 'live',
  stream: 'show-1',
  since: null,
  source: 'both',
  endedAt: null,
  alerts: 0,
  lastAlertAt: null,
  lastEvent: null,
  bannedUntil: null,
  ...more,
})
