/** The words of the Domains and Templates pages: complete where code looks them up by a value. */
import { describe, expect, it } from 'vitest'
import { planConflicts, planWarnings } from '../../../src-main/contract/plans.ts'
import { UrlGroup } from '../../../src-main/contract/sites.ts'
import { templateIssueCodes } from '../../../src-main/contract/template-rules.ts'
import domainsEn from '../../../src-renderer/i18n/en/domains.ts'
import plansEn from '../../../src-renderer/i18n/en/plans.ts'
import templatesEn from '../../../src-renderer/i18n/en/templates.ts'
import domainsZh from '../../../src-renderer/i18n/zh-CN/domains.ts'
import plansZh from '../../../src-renderer/i18n/zh-CN/plans.ts'
import templatesZh from '../../../src-renderer/i18n/zh-CN/templates.ts'

const at = (from: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], from)

const sentences = (from: object, prefix = ''): [string, string][] =>
  Object.entries(from).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : sentences(value, `${prefix}${key}.`),
  )

const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe.each([
  ['English', plansEn, templatesEn],
  ['Chinese', plansZh, templatesZh],
])('in %s', (_language, plans, templates) => {
  it('every issue of a template has a sentence', () => {
    for (const code of templateIssueCodes) expect(at(templates.issues, code), code).toMatch(/[.。]$/)
  })

  it('every callback has a name and a purpose', () => {
    for (const group of UrlGroup.options) expect(templates.groups[group].purpose, group).toMatch(/[.。]$/)
  })

  it('every warning and conflict of a plan has a sentence', () => {
    for (const warning of planWarnings) expect(plans.warnings[warning], warning).toMatch(/[.。]$/)
    for (const conflict of planConflicts) expect(plans.conflicts[conflict], conflict).toMatch(/[.。]$/)
  })
})

describe.each([
  ['domains', domainsEn, domainsZh],
  ['plans', plansEn, plansZh],
  ['templates', templatesEn, templatesZh],
])('the Chinese words of %s', (_page, en, zh) => {
  it('use the facts the English ones use', () => {
    const english = new Map(sentences(en))
    for (const [path, text] of sentences(zh))
      expect(placeholders(text), path).toEqual(placeholders(english.get(path) ?? ''))
  })
})
