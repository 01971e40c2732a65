/**
 * The filter bar's language: `type:317 domain:push.a.com score>=90 trust:late "free text"`, with Chinese
 * names beside the English ones. Pure and forgiving: what is no token is searched as text, and a token that
 * cannot be meant is reported instead of silently filtering everything away.
 */
import type { EventFilter } from '../../src-main/contract/events.ts'
import { readTime } from './filter-time.ts'
import { readTrust, readType, readVerdict } from './filter-values.ts'

export const filterKeys = ['type', 'domain', 'app', 'stream', 'trust', 'verdict', 'score', 'from', 'to', 'is'] as const
export type FilterKey = (typeof filterKeys)[number]

export const keyNames: Readonly<Record<FilterKey, readonly string[]>> = {
  type: ['type', '类型', '事件'],
  domain: ['domain', '域名', '推流域名'],
  app: ['app', '应用'],
  stream: ['stream', '流', '流名称'],
  trust: ['trust', '可信度'],
  verdict: ['verdict', '结论', '审核结论'],
  score: ['score', '分值', '分数'],
  from: ['from', 'since', '从', '开始'],
  to: ['to', 'until', '到', '结束'],
  is: ['is', '状态'],
}

export interface Token {
  /** null for free text. */
  readonly key: FilterKey | null
  readonly value: string
  /** Where it stands in the text. */
  readonly from: number
  readonly to: number
  /** The value means nothing for this key. */
  readonly isWrong: boolean
}

export interface ParsedFilter {
  readonly filter: EventFilter
  readonly tokens: readonly Token[]
}

const longestText = 200
const tokenShape = /(?:([\p{L}_]+)\s?(:|：|>=|≥|>)\s?)?("[^"]*"?|“[^”]*”?|[^\s"“]+)/gu

const keyOf = (name: string): FilterKey | undefined =>
  filterKeys.find((key) => keyNames[key].includes(name.toLowerCase()))

/** `domain:` while its value is still to come filters nothing. */
const isUnfinished = (text: string): boolean =>
  keyOf(/^([\p{L}_]+)(?::|：|>=|≥|>)$/u.exec(text)?.[1] ?? '') !== undefined

const unquoted = (text: string): string => text.replace(/^["“]|["”]$/g, '')

interface Draft {
  types: number[]
  trust: NonNullable<EventFilter['trust']>
  verdicts: NonNullable<EventFilter['verdicts']>
  texts: string[]
  single: Pick<EventFilter, 'domain' | 'app' | 'stream' | 'minScore' | 'rejected' | 'from' | 'to'>
}

/** Takes one token into the draft; false when its value means nothing for its key. */
function take(draft: Draft, key: FilterKey, operator: string, value: string): boolean {
  switch (key) {
    case 'type':
    case 'trust':
    case 'verdict':
      return takeEach(draft, key, value)
    case 'score':
      return takeScore(draft, operator, value)
    case 'from':
    case 'to':
      return takeTime(draft, key, value)
    case 'is':
      return takeState(draft, value.toLowerCase())
    case 'domain':
    case 'app':
    case 'stream':
      if (value === '' || value.length > 255) return false
      draft.single[key] = value
      return true
  }
}

/** `is:recovered` says what `trust:recovered` says. */
function takeState(draft: Draft, value: string): boolean {
  if (['rejected', 'unreadable', '无法解析'].includes(value)) draft.single.rejected = true
  else if (['recovered', '补录'].includes(value)) draft.trust.push('recovered')
  else return false
  return true
}

/** Several values: any of them. */
function takeEach(draft: Draft, key: 'type' | 'trust' | 'verdict', value: string): boolean {
  const parts = value.split(/[,，|]/).filter(Boolean)
  const read = { type: readType, trust: readTrust, verdict: readVerdict }[key]
  const found = parts.map((part) => read(part.trim().toLowerCase()))
  if (parts.length === 0 || found.includes(null)) return false
  const into = { type: draft.types, trust: draft.trust, verdict: draft.verdicts }[key] as unknown[]
  for (const one of found) if (!into.includes(one)) into.push(one)
  return true
}

function takeScore(draft: Draft, operator: string, value: string): boolean {
  const plain = value.replace(/^(>=|≥|>)/, '')
  const score = Number(plain)
  if (plain === '' || !Number.isFinite(score)) return false
  const isAbove = operator === '>' || /^>(?!=)/.test(value)
  // Scores are whole numbers from 0 to 100, so "above 90" is "at least 91".
  draft.single.minScore = isAbove ? Math.floor(score) + 1 : score
  return true
}

function takeTime(draft: Draft, key: 'from' | 'to', value: string): boolean {
  const at = readTime(value)
  if (at === null) return false
  draft.single[key] = at
  return true
}

export function parseFilter(text: string): ParsedFilter {
  const draft: Draft = { types: [], trust: [], verdicts: [], texts: [], single: {} }
  const tokens: Token[] = []
  for (const match of text.matchAll(tokenShape)) {
    const [whole, name, operator = '', rawValue = ''] = match
    const key = name === undefined ? undefined : keyOf(name)
    const from = match.index
    const value = key ? unquoted(rawValue) : unquoted(name === undefined ? rawValue : whole)
    const isWrong = key !== undefined && !take(draft, key, operator, value)
    if (!key && !isUnfinished(whole)) draft.texts.push(value)
    tokens.push({ key: key ?? null, value, from, to: from + whole.length, isWrong })
  }
  const words = draft.texts.filter(Boolean).join(' ').slice(0, longestText)
  return {
    tokens,
    filter: {
      ...(draft.types.length > 0 && { types: draft.types.slice(0, 50) }),
      ...(draft.trust.length > 0 && { trust: draft.trust }),
      ...(draft.verdicts.length > 0 && { verdicts: draft.verdicts }),
      ...draft.single,
      ...(words !== '' && { text: words }),
    },
  }
}

/** A value as it must be typed: quoted when it holds a space. */
export const quoteValue = (value: string): string => (/\s/.test(value) ? `"${value}"` : value)

/** The text with every token of the key replaced by one with these values; none removes them. */
export function withValues(text: string, key: FilterKey, values: readonly (string | number)[]): string {
  const others = parseFilter(text)
    .tokens.filter((token) => token.key !== key)
    .map(({ from, to }) => text.slice(from, to))
  return [...others, ...(values.length > 0 ? [`${key}:${quoteValue(values.join(','))}`] : [])].join(' ')
}

export const withoutToken = (text: string, { from, to }: Token): string =>
  `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim()

export const isEmpty = (filter: EventFilter): boolean => Object.keys(filter).length === 0
