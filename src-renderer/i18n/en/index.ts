import activity from './activity.ts'
import alerts from './alerts.ts'
import cloudErrors from './cloud-errors.ts'
import common from './common.ts'
import config from './config.ts'
import domains from './domains.ts'
import errors from './errors.ts'
import events from './events.ts'
import firstRun from './first-run.ts'
import frame from './frame.ts'
import health from './health.ts'
import live from './live.ts'
import move from './move.ts'
import plans from './plans.ts'
import settings from './settings.ts'
import streams from './streams.ts'
import templates from './templates.ts'
import tunnel from './tunnel.ts'

/** The sentences of `cloudErrors` are looked up whole (use-error-text.ts): their keys are API codes, with dots in them. */
export default {
  activity,
  alerts,
  cloudErrors,
  common,
  config,
  domains,
  errors,
  events,
  firstRun,
  frame,
  health,
  live,
  move,
  plans,
  settings,
  streams,
  templates,
  tunnel,
}
