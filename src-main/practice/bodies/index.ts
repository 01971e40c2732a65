/** One body per event type that can happen while a stream is on air, by type. */

import {
  averageBody,
  erasingBody,
  highlightBody,
  monitorBody,
  qualityBody,
  subtitleBody,
  summaryBody,
  thresholdBody,
} from './media-bodies.ts'
import { audioAlertBody, imageAlertBody } from './moderation-bodies.ts'
import type { Body, BodyContext } from './push-facts.ts'
import {
  pushExceptionBody,
  recordExceptionBody,
  recordFileBody,
  recordStatusBody,
  relayBody,
  screenshotBody,
} from './stream-bodies.ts'

export const midStreamBodies: Readonly<Record<number, (context: BodyContext) => Body>> = {
  100: recordFileBody,
  200: screenshotBody,
  314: relayBody,
  315: audioAlertBody,
  317: imageAlertBody,
  321: pushExceptionBody,
  328: monitorBody,
  332: (context) => recordStatusBody(context, context.random.pick(['record_paused', 'record_resumed', 'record_error'])),
  338: subtitleBody,
  341: recordExceptionBody,
  343: qualityBody,
  344: thresholdBody,
  345: averageBody,
  347: erasingBody,
  348: summaryBody,
  349: highlightBody,
}
