/** Fields that mean the same in every type that has them, and the families of names for domain, app and stream. */
import { pushParameters } from '../push-parameters.ts'
import { field, type Spec, section } from '../spec.ts'
import { code, milliseconds, text, time } from '../value.ts'

/** 0, 1, 100, 200 and 317 call the push domain `app` and the push path `appname`. */
export const streamByApp = section(
  'stream',
  field('app', 'domain', code),
  field('appname', 'app', code),
  field('stream_id', 'stream', code),
  field('channel_id', 'channel', code, 'stream_id'),
  field('streamId', 'stream', code),
  field('channelId', 'channel', code, 'streamId'),
)

/** Read after a type's own sections, so a type need not repeat them. */
export const common: Spec = [
  section(
    'stream',
    field('domain', 'domain', code),
    field('path', 'app', code),
    field('appname', 'app', code),
    field('stream_id', 'stream', code),
    field('channel_id', 'channel', code, 'stream_id'),
    field('streamId', 'stream', code),
    field('channelId', 'channel', code, 'streamId'),
    field('sequence', 'session', code),
    field('session_id', 'session', code),
    field('appid', 'appId', code),
    field('appId', 'appId', code),
  ),
  section(
    'source',
    field('user_ip', 'clientIp', code),
    field('node', 'node', code),
    field('stream_param', 'pushParameters', pushParameters),
  ),
  section(
    'task',
    field('task_id', 'task', code),
    field('request_id', 'request', code),
    field('seq', 'messageNumber', code),
  ),
  section(
    'delivery',
    field('event_type', 'eventType', code),
    field('event_time', 'happenedAt', time),
    field('t', 'validUntil', time),
    field('sign', 'signature', code),
    field('timeout', 'timeout', milliseconds),
    field('interface', 'interface', text),
    field('bizid', 'business', code),
    field('callback_url', 'callbackUrl', code),
  ),
]
