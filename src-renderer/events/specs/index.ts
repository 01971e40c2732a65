import type { Spec } from '../spec.ts'
import { assessment, highlights, qualityControl, relay, subtitles, summary } from './media.ts'
import { audioModeration, imageModeration } from './moderation.ts'
import { liveMonitor, pushException, started, stopped } from './push.ts'
import { recordingException, recordingFile, recordingStatus, screenshot } from './recording.ts'

const specs: Readonly<Record<number, Spec>> = {
  0: stopped,
  1: started,
  100: recordingFile,
  200: screenshot,
  314: relay,
  315: audioModeration,
  317: imageModeration,
  321: pushException,
  328: liveMonitor,
  332: recordingStatus,
  338: subtitles,
  341: recordingException,
  343: qualityControl,
  344: assessment,
  345: assessment,
  347: subtitles,
  348: summary,
  349: highlights,
}

/** Empty for a type nobody has described: everything is then read by its key and its looks. */
export const specFor = (type: number | null): Spec => (type === null ? undefined : specs[type]) ?? []
