import activity from './activity.ts'
import alerts from './alerts.ts'
import common from './common.ts'
import domains from './domains.ts'
import errors from './errors.ts'
import events from './events.ts'
import firstRun from './first-run.ts'
import frame from './frame.ts'
import live from './live.ts'
import settings from './settings.ts'
import templates from './templates.ts'

/** `cloud-errors.ts` is not among them: its sentences are looked up by API code, not by path (use-error-text.ts). */
export default { activity, alerts, common, domains, errors, events, firstRun, frame, live, settings, templates }
