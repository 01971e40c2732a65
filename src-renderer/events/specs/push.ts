/** Push and stop (css-callbacks, section 4), push exception (11), live monitor (14). */
import { findSubCode, pushExceptions, stopCodes } from '../codes.ts'
import { pick } from '../json.ts'
import { field, group, type Spec, section } from '../spec.ts'
import { coded, milliseconds, number, pixels, type Reader, text, time, word, yesNo } from '../value.ts'
import { streamByApp } from './common.ts'

/** 1–6 are mainland access sets, 7–200 lie elsewhere. */
const accessArea: Reader = (value, body) =>
  typeof value === 'number' && value >= 1 && value <= 200
    ? word(value <= 6 ? 'value.mainland' : 'value.outside', value)
    : text(value, body)

const stopMessage: Reader = (value, body) => {
  const said = text(value, body)
  const sub = findSubCode(String(pick(body, 'errcode')), String(value))
  return sub ? { is: 'list', values: [said, word(sub.word, sub.code)] } : said
}

const pushSections = (title: 'stopReason' | 'result', readCode: Reader): Spec => [
  section(
    'event',
    field('event_time', 'happenedAt', time),
    field('event_time_ms', 'happenedAt', time),
    field('update_time', 'updatedAt', time),
    field('errcode', title, readCode),
    field('errmsg', 'message', stopMessage),
    field('push_duration', 'pushedFor', milliseconds),
    field('width', 'width', pixels),
    field('height', 'height', pixels),
  ),
  streamByApp,
  section(
    'source',
    field('user_ip', 'clientIp'),
    field('node', 'node'),
    field('set_id', 'accessArea', accessArea),
    field('idc_id', 'dataCentre', number),
  ),
]

export const stopped = pushSections('stopReason', coded(stopCodes))
export const started = pushSections('result', (value, body) =>
  value === 0 ? word('value.success', value) : coded(stopCodes)(value, body),
)

export const pushException: Spec = [
  section('event', field('data_time', 'reportedAt', time), field('report_interval', 'window', milliseconds)),
  section(
    'exceptions',
    group('abnormal_event', 'exception', [
      field('type', 'exceptionKind', coded(pushExceptions)),
      field('count', 'count', number),
      field('type_desc_en', 'description', text),
      field('type_desc_cn', 'descriptionChinese', text),
      group('detail', 'occurrences', [field('occur_time', 'occurredAt', time), field('desc', 'description', text)]),
      field('customer_visible', 'visible', yesNo),
      field('event_key', 'eventKey', text),
    ]),
  ),
]

export const liveMonitor: Spec = [
  section(
    'event',
    field('event_time', 'happenedAt', time),
    field('event_name', 'eventName', text),
    field('event_msg', 'message', text),
  ),
]
