/** The cloud's codes and the words of the catalogue for them; sources in css-callbacks, sections 4 to 13. */
import events from '../i18n/en/events.ts'
import type { WordKey } from './value.ts'

export type CodeTable = Readonly<Record<string, WordKey>>

/** A table for codes that are themselves the keys of a catalogue group. */
const tableOf = <
  G extends
    | 'pushException'
    | 'relayEvent'
    | 'relayAlarm'
    | 'label'
    | 'quality'
    | 'level'
    | 'verdict'
    | 'hit'
    | 'function',
>(
  group: G,
): CodeTable => Object.fromEntries(Object.keys(events[group]).map((key) => [key, `${group}.${key}` as WordKey]))

const spread = (groups: readonly (readonly [readonly number[], WordKey])[]): CodeTable =>
  Object.fromEntries(groups.flatMap(([codes, word]) => codes.map((code) => [code, word])))

export const stopCodes = spread([
  [[1, 2, 3, 4, 35], 'stop.client'],
  [[12, 13, 14, 15, 16, 17], 'stop.network'],
  [[8, 20], 'stop.noData'],
  [[6, 23], 'stop.content'],
  [[7, 39], 'stop.frame'],
  [[33], 'stop.amf'],
  [[37], 'stop.notPlayed'],
  [[5, 9, 11, 24, 38], 'stop.internal'],
  [[10], 'stop.stopCommand'],
  [[19], 'stop.thirdParty'],
  [[18], 'stop.refused'],
  [[21], 'stop.control'],
  [[0, 22, 25, 26, 27, 28, 29, 30, 31, 32, 34, 36], 'stop.other'],
])

/** Sub-codes by the stop code they belong to. */
export const stopSubCodes: Readonly<Record<string, CodeTable>> = {
  18: spread([
    [[100, 101, 102, 103, 104], 'subCode.internal'],
    [[200], 'subCode.user'],
    [[201, 203], 'subCode.suspended'],
    [[202], 'subCode.arrears'],
    [[300], 'subCode.ipNotAllowed'],
    [[301], 'subCode.domainUnknown'],
    [[302], 'subCode.domainNotAllowed'],
    [[303], 'subCode.domainDisabled'],
    [[304], 'subCode.appDisabled'],
    [[305], 'subCode.banned'],
    [[306, 307], 'subCode.channelMode'],
    [[308, 309], 'subCode.characters'],
    [[400], 'subCode.blockList'],
    [[401], 'subCode.allowList'],
    [[500], 'subCode.noTxTime'],
    [[501], 'subCode.expired'],
    [[502], 'subCode.noTxSecret'],
    [[503], 'subCode.authFailed'],
    [[600, 601], 'subCode.tooMany'],
    [[602], 'subCode.priority'],
  ]),
  21: spread([
    [[100], 'subCode.dropApi'],
    [[101], 'subCode.banApi'],
    [[102], 'subCode.replaced'],
    [[103], 'subCode.replacedNoData'],
  ]),
}

/**
 * The sub-code's words, when the message holds one that belongs to the stop code. Where the cloud puts it
 * is not documented (css-callbacks, section 4), so only a number standing alone in the message counts.
 */
export function findSubCode(stopCode: string, message: string): { code: string; word: WordKey } | null {
  const table = stopSubCodes[stopCode]
  for (const [code] of table ? message.matchAll(/(?<![\w.])\d{3}(?![\w.]*\d)/g) : []) {
    const found = table?.[code]
    if (found) return { code, word: found }
  }
  return null
}

export const pushExceptions = tableOf('pushException')

export const recordExceptions: CodeTable = {
  '-8': 'recordException.audioJump',
  '-9': 'recordException.videoJump',
  '-10': 'recordException.differ',
  '-11': 'recordException.videoInvalid',
  '-16': 'recordException.pullFailed',
  '-17': 'recordException.noAudio',
  '-18': 'recordException.noVideo',
  '-22': 'recordException.audioStill',
  '-23': 'recordException.videoStill',
  '-24': 'recordException.audioInvalid',
  '-100': 'recordException.resolution',
  '-104': 'recordException.writeError',
  '-120': 'recordException.codecCut',
  '-130': 'recordException.videoDropped',
  '-131': 'recordException.audioDropped',
  '-132': 'recordException.gop',
  '-200': 'recordException.audioUneven',
  '-201': 'recordException.videoUneven',
}

export const recordEvents: CodeTable = {
  record_start_succeeded: 'recordEvent.started',
  record_start_failed: 'recordEvent.startFailed',
  record_paused: 'recordEvent.paused',
  record_resumed: 'recordEvent.resumed',
  record_error: 'recordEvent.error',
  record_ended: 'recordEvent.ended',
}

export const recordStarters: CodeTable = { 1: 'record.template', 5: 'record.api' }
export const recordContents: CodeTable = { 1: 'record.original', 2: 'record.watermarked', 3: 'record.transcoded' }
export const recordSources: CodeTable = { 1: 'record.live', 2: 'record.relay' }
/** Names of formats need no translation. */
export const fileFormats: Readonly<Record<string, string>> = { 1: 'FLV', 2: 'HLS', 3: 'MP4', 4: 'AAC', 5: 'MP3' }

export const levels = tableOf('level')
export const relayEvents = tableOf('relayEvent')
export const relayAlarms = tableOf('relayAlarm')
export const verdicts = tableOf('verdict')
export const labels = tableOf('label')
export const hitKinds = tableOf('hit')
export const qualityClasses = tableOf('quality')
export const functions = tableOf('function')
export const audioStates: CodeTable = { 2: 'value.finished' }

/** Category numbers of 317 that every documentation agrees on (css-callbacks, 9.2). */
export const categories: CodeTable = { 0: 'label.Normal', 1: 'label.Porn', 6: 'label.Abuse', 8: 'label.Ad' }
/** The same numbers as the bodies before 2021 meant them. */
export const oldCategories: CodeTable = {
  0: 'label.Normal',
  1: 'label.Porn',
  2: 'label.Sexy',
  3: 'label.Polity',
  4: 'label.Illegal',
  5: 'label.Terror',
  6: 'label.Other',
  7: 'label.Other',
  8: 'label.Other',
  9: 'label.Other',
}
