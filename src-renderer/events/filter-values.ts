/** The values a person may type for types, trust and verdict: numbers, English and Chinese words. */
import type { EventFilter } from '../../src-main/contract/events.ts'
import en from '../i18n/en/events.ts'
import zhCN from '../i18n/zh-CN/events.ts'

type Trust = NonNullable<EventFilter['trust']>[number]
type Verdict = NonNullable<EventFilter['verdicts']>[number]

/** Short names for the types people filter by most; others go by number or by their name in words. */
const shortTypes: Readonly<Record<string, number>> = {
  start: 1,
  stop: 0,
  record: 100,
  screenshot: 200,
  snapshot: 200,
  relay: 314,
  audio: 315,
  image: 317,
  porn: 317,
  exception: 321,
  鉴黄: 317,
  录制: 100,
}

const dense = (text: string): string => text.toLowerCase().replaceAll(/[\s_-]/g, '')

/** Codes by their words in both languages. */
const byWords = (...groups: readonly Readonly<Record<string, string>>[]): ReadonlyMap<string, string> =>
  new Map(
    groups.flatMap((group) =>
      Object.entries(group).flatMap(([code, said]) => [
        [dense(said), code],
        [dense(code), code],
      ]),
    ),
  )

const types = byWords(en.type, zhCN.type)
const trusts = byWords(en.trust, zhCN.trust, { wrong: 'wrongkey', missing: '缺失', late: '过期' })
const verdicts = byWords(en.verdict, zhCN.verdict)

export function readType(text: string): number | null {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const code = shortTypes[text] ?? types.get(dense(text))
  return code === undefined || Number.isNaN(Number(code)) ? null : Number(code)
}

export const readTrust = (text: string): Trust | null => (trusts.get(dense(text)) as Trust | undefined) ?? null
export const readVerdict = (text: string): Verdict | null => (verdicts.get(dense(text)) as Verdict | undefined) ?? null
