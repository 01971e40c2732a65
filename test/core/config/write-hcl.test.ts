import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type HclRule, type HclTemplate, quote, writeHcl } from '../../../src-main/core/config/write-hcl.ts'

const template = (more: Partial<HclTemplate> = {}): HclTemplate => ({
  id: 1000,
  name: 'desk',
  description: '',
  urls: { record: 'https://cb.example.com/record' },
  hasKey: false,
  toThisDesk: [],
  ...more,
})
const rule = (more: Partial<HclRule> = {}): HclRule => ({
  domain: 'push.a.com',
  app: 'live',
  templateId: 1000,
  ...more,
})

/** What HCL makes of a quoted template, by its specification ("Quoted Strings", "Template Expressions"). */
function unquote(text: string): string {
  const inner = text.slice(1, -1)
  let read = ''
  for (let at = 0; at < inner.length; at++) {
    const rest = inner.slice(at)
    const known = { '\\n': '\n', '\\r': '\r', '\\t': '\t', '\\"': '"', '\\\\': '\\' }[rest.slice(0, 2)]
    if (known !== undefined) [read, at] = [read + known, at + 1]
    else if (/^\\u[0-9a-f]{4}/.test(rest))
      [read, at] = [read + String.fromCharCode(Number.parseInt(rest.slice(2, 6), 16)), at + 5]
    else if (/^(\$\$|%%)\{/.test(rest)) [read, at] = [`${read}${rest[0]}{`, at + 2]
    else {
      expect(rest, 'an interpolation, a directive, an open escape or an end').not.toMatch(/^(\$\{|%\{|\\|"|\n|\r)/)
      read += rest[0]
    }
  }
  return read
}

describe('a text in HCL', () => {
  it('is the same text to Terraform, whatever it holds', () => {
    const wild = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', 'n', 'u', '0', 'a') }),
    )
    fc.assert(
      fc.property(wild, (text) => void expect(unquote(quote(text))).toBe(text)),
      { numRuns: 1000 },
    )
  })
})

describe('the configuration for Terraform', () => {
  it('names both resources and takes over what exists', () => {
    const text = writeHcl([template({ hasKey: true, description: 'a-b' })], [rule()])
    expect(text).toContain(
      [
        'resource "tencentcloud_css_callback_template" "desk_1000" {',
        '  template_name     = "desk"',
        '  description       = "a-b"',
        '  record_notify_url = "https://cb.example.com/record"',
        '  callback_key      = var.callback_key_desk_1000',
        '}',
        '',
        'import {',
        '  to = tencentcloud_css_callback_template.desk_1000',
        '  id = "1000"',
        '}',
      ].join('\n'),
    )
    expect(text).toContain(
      [
        'resource "tencentcloud_css_callback_rule_attachment" "push_a_com_live" {',
        '  domain_name = "push.a.com"',
        '  app_name    = "live"',
        '  template_id = tencentcloud_css_callback_template.desk_1000.id',
        '}',
        '',
        'import {',
        '  to = tencentcloud_css_callback_rule_attachment.push_a_com_live',
        '  id = "1000#push.a.com"',
        '}',
      ].join('\n'),
    )
  })

  it('asks for keys and for this desk’s addresses, and holds neither', () => {
    const url = 'https://cb.example.com/c/abcdefgh.AAAAAAAAAAAAAAAAAAAAAA/record'
    const text = writeHcl([template({ hasKey: true, urls: { record: url }, toThisDesk: ['record'] })], [])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own interpolation
    expect(text).toContain('record_notify_url = "${var.desk_address_desk_1000}/record"')
    expect(text).not.toContain('abcdefgh')
    for (const name of ['callback_key_desk_1000', 'desk_address_desk_1000'])
      expect(text).toMatch(
        new RegExp(`variable "${name}" \\{\\n.*\\n  type        = string\\n  sensitive   = true\\n\\}`),
      )
  })

  it('says what the provider cannot hold: addresses it has no argument for', () => {
    const text = writeHcl(
      [template({ urls: { audioAudit: 'https://cb.example.com/a', record: 'https://cb.example.com/r' } })],
      [],
    )
    expect(text).toContain('  # not held by the provider: AudioAuditNotifyUrl')
  })

  it('says what the provider cannot hold: rules of whole domains, and of apps it would mistake for one another', () => {
    const other = template({ id: 2000, name: 'other' })
    const text = writeHcl(
      [template(), other],
      [
        rule({ app: '', domain: 'a.com' }),
        rule({ app: 'one', domain: 'b.com' }),
        rule({ app: 'two', domain: 'b.com' }),
        rule({ app: 'three', domain: 'b.com', templateId: 2000 }),
      ],
    )
    expect(text.match(/^# not held: .*$/gm)).toEqual([
      '# not held: a.com, whole domain → template 1000 "desk"',
      '# not held: b.com, app one → template 1000 "desk"',
      '# not held: b.com, app two → template 1000 "desk"',
    ])
    expect(text.match(/^resource "tencentcloud_css_callback_rule.*$/gm)).toEqual([
      'resource "tencentcloud_css_callback_rule_attachment" "b_com_three" {',
    ])
  })

  it('keeps a comment on its line, whatever names hold', () => {
    const text = writeHcl(
      [template({ name: 'a\u2028b\nc' })],
      [rule({ app: '', domain: 'a.com\nresource "x" "y" {}' })],
    )
    const lines = text.split(/[\r\n\u2028\u2029\u0085]/)
    expect(lines.filter((line) => line.startsWith('# not held: '))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('resource "x"'))).toEqual([])
    expect(lines.find((line) => line.startsWith('# not held: '))).toMatch(/c"$/)
  })

  it('gives every resource a name of its own that Terraform accepts', () => {
    const names = ['直播', '1a', 'a-b', 'a_b', '_', 'a b']
    const text = writeHcl(
      names.map((name, at) => template({ name, id: at + 1 })),
      [
        rule({ domain: 'a-b.c', templateId: 1 }),
        rule({ domain: 'a.b.c', templateId: 2 }),
        rule({ domain: '直.播', app: '流', templateId: 3 }),
      ],
    )
    const labels = [...text.matchAll(/^resource "\w+" "([^"]+)"/gm)].map((match) => match[1])
    expect(labels.length).toBe(9)
    expect(new Set(labels).size).toBe(9)
    for (const label of labels) expect(label).toMatch(/^[A-Za-z][A-Za-z0-9_]*$/)
  })
})
