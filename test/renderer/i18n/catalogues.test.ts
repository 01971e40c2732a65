/** Both catalogues say the same things, and everything the source asks for is there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { activityKinds } from '../../../src-main/contract/activity.ts'
import { Notice } from '../../../src-main/contract/desk.ts'
import { errorCodes } from '../../../src-main/contract/errors.ts'
import { Scenario } from '../../../src-main/contract/practice.ts'
import { filterKeys } from '../../../src-renderer/events/filter-text.ts'
import en from '../../../src-renderer/i18n/en/index.ts'
import zh from '../../../src-renderer/i18n/zh-CN/index.ts'

type Tree = { readonly [key: string]: string | Tree }

const leaves = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : leaves(value, `${path}${key}.`),
  )

const at = (tree: Tree, path: string): string | Tree | undefined =>
  path
    .split('.')
    .reduce<string | Tree | undefined>((node, key) => (typeof node === 'object' ? node[key] : undefined), tree)

const english = new Map(leaves(en))
const chinese = new Map(leaves(zh))
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('both catalogues', () => {
  it('have the same keys', () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it('leave nothing empty', () => {
    for (const [key, text] of [...english, ...chinese]) expect(text.trim(), key).not.toBe('')
  })

  it('use the same placeholders', () => {
    for (const [key, text] of english) expect(placeholders(chinese.get(key) ?? ''), key).toEqual(placeholders(text))
  })

  it('hold nothing that the message format would read as its own syntax', () => {
    for (const [key, text] of [...english, ...chinese]) expect(text, key).not.toMatch(/@|\{(?!\w+\})/)
  })
})

describe('the Chinese words', () => {
  it('use Chinese punctuation', () => {
    for (const [key, text] of chinese) {
      // What a person types into the filter is code.
      if (key === 'live.filter.placeholder') continue
      expect(text, key).not.toMatch(/\p{Script=Han}[,.;:!?]|[,;:!?]\p{Script=Han}/u)
    }
  })

  it('address the person in one way', () => {
    for (const [key, text] of chinese) expect(text, key).not.toContain('你')
  })
})

describe.each([
  ['English', en as Tree, /[.?]$/],
  ['Chinese', zh as Tree, /[。？]$/],
])('in %s', (_language, tree, sentence) => {
  it.each(errorCodes)('%s says what happened and what to do', (code) => {
    expect(at(tree, `errors.${code}.what`)).toMatch(sentence)
    expect(at(tree, `errors.${code}.next`)).toMatch(sentence)
  })

  it('every notice, activity and scenario has its words', () => {
    for (const code of Notice.shape.code.options) expect(at(tree, `frame.notice.${code}`), code).toBeTypeOf('string')
    for (const kind of activityKinds) expect(at(tree, `activity.kind.${kind}`), kind).toBeTypeOf('string')
    for (const name of Scenario.options)
      expect(at(tree, `settings.practice.scenarios.${name}`), name).toBeTypeOf('string')
  })
})

const root = join(import.meta.dirname, '../../../src-renderer')
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|ts)$/.test(file) && !file.startsWith('i18n'))
  .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))

/**
 * `t('a.b')` as written, and of `t(`a.${b}`)` the part before the first hole. A `t` that was handed in may be
 * vue-i18n's own or that of the event words (use-words.ts), whose keys stand under `events`.
 */
const asked = sources.flatMap(({ file, text }) => {
  const own = text.includes('useI18n()')
  const calls = [...text.matchAll(/(\.|\b)t\(\s*(?:'([\w.-]+)'|`([\w.-]+)\.\$\{)/g)]
  return calls.map(([, dot, whole, part]) => {
    const key = whole ?? part ?? ''
    return { file, keys: own && dot !== '.' ? [key] : [`events.${key}`, key], isWhole: whole !== undefined }
  })
})

/** Keys as the source says them, whole or up to their first hole; of the events' words without their module. */
const source = sources.map(({ text }) => text).join('\n')
const whole = new Set([...source.matchAll(/'([\w.-]+)'/g)].map(([, key]) => key))
const begun = [...source.matchAll(/`([\w-]+\.[\w.-]*)\$\{/g)].map(([, part]) => part ?? '')
/** Looked up by the cloud's own codes, or as the name of a field of a body. */
const byCode = /^(cloudErrors|events\.(pushException|relayEvent|relayAlarm|label|quality|level|verdict|hit|function))\./
const isAsked = (key: string): boolean => {
  const own = key.replace(/^events\.(?:(?:field|section)\.)?/, '')
  const ends = [key, key.replace(/^events\./, '')]
  return (
    byCode.test(key) ||
    whole.has(key) ||
    whole.has(own) ||
    ends.some((end) => begun.some((part) => end.startsWith(part)))
  )
}

describe('the source', () => {
  it('asks for every word there is', () => {
    expect([...english.keys()].filter((key) => !isAsked(key))).toEqual([])
  })

  it('has a name and a note for every key of the filter', () => {
    for (const key of filterKeys)
      for (const tree of [en as Tree, zh as Tree]) {
        expect(at(tree, `live.filter.name.${key}`), key).toBeTypeOf('string')
        expect(at(tree, `live.filter.key.${key}`), key).toBeTypeOf('string')
      }
  })

  it('asks for words at all', () => {
    expect(asked.length).toBeGreaterThan(200)
  })

  it('asks only for words that exist', () => {
    const missing = asked.filter(
      ({ keys, isWhole }) => !keys.some((key) => typeof at(en, key) === (isWhole ? 'string' : 'object')),
    )
    expect(missing).toEqual([])
  })
})
