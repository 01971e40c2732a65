import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkTemplate, checkUrl } from '../../src-main/contract/template-rules.ts'
import type { TemplateDraft } from '../../src-main/contract/templates.ts'

const draft = (change: Partial<TemplateDraft> = {}): TemplateDraft => ({
  name: 'main',
  description: '',
  urls: { streamBegin: 'https://cb.example.com/begin' },
  recordExceptionLevels: [],
  key: { action: 'keep' },
  ...change,
})
const codes = (change: Partial<TemplateDraft>, site: 'cn' | 'intl' = 'cn') =>
  checkTemplate(draft(change), site).map(({ field, code, severity }) => `${severity} ${field} ${code}`)

describe('the rules of a callback template', () => {
  it('finds nothing wrong with an ordinary one', () => {
    expect(codes({})).toEqual([])
  })

  it('accepts Chinese characters, letters, digits, underscore and hyphen in a name, nothing else', () => {
    expect(codes({ name: '回调模板-1_a' })).toEqual([])
    for (const name of ['two words', 'a.b', 'a/b', '😀', 'ä'])
      expect(codes({ name })).toEqual(['error name name.characters'])
  })

  it('counts a name in bytes for the API and in characters for the console', () => {
    expect(codes({ name: '中'.repeat(30) })).toEqual([])
    expect(codes({ name: '中'.repeat(31) })).toEqual(['warning name name.consoleLength'])
    expect(codes({ name: '中'.repeat(86) })).toEqual(['error name name.tooLong'])
    expect(codes({ name: '' })).toEqual(['error name name.empty'])
  })

  it('does the same for the description, with its own limits', () => {
    expect(codes({ description: 'a'.repeat(100) })).toEqual([])
    expect(codes({ description: 'a'.repeat(101) })).toEqual(['warning description description.consoleLength'])
    expect(codes({ description: 'a'.repeat(1025) })).toEqual(['error description description.tooLong'])
  })

  it('asks for at least one address', () => {
    expect(codes({ urls: { streamBegin: '', record: '' } })).toEqual(['error urls url.none'])
  })

  it('warns of an address the site cannot set through its API', () => {
    const urls = { audioAudit: 'https://cb.example.com/audio' }
    expect(codes({ urls }, 'cn')).toEqual([])
    expect(codes({ urls }, 'intl')).toEqual(['warning urls.audioAudit url.notOnSite'])
  })

  it('judges a callback key', () => {
    expect(codes({ key: { action: 'set', key: 'a'.repeat(32) } })).toEqual([])
    expect(codes({ key: { action: 'set', key: 'a'.repeat(33) } })).toEqual(['error key key.tooLong'])
    expect(codes({ key: { action: 'set', key: 'a'.repeat(15) } })).toEqual(['warning key key.weak'])
    expect(codes({ key: { action: 'set', key: 'no-hyphens-in-it-pls' } })).toEqual(['error key key.characters'])
    expect(codes({ key: { action: 'clear' } })).toEqual(['warning key key.none'])
  })
})

describe('the rules of a callback address', () => {
  it.each([
    ['https://cb.example.com/c/abc/streamBegin', []],
    ['', []],
    ['http://cb.example.com/', ['url.plainHttp']],
    ['cb.example.com/x', ['url.malformed']],
    [' https://cb.example.com/', ['url.malformed']],
    ['https://', ['url.malformed']],
    ['ftp://cb.example.com/', ['url.scheme']],
    ['https://me:pw@cb.example.com/', ['url.credentials']],
    ['http://localhost:8787/', ['url.loopback']],
    ['http://desk.localhost/', ['url.loopback']],
    ['http://127.0.0.1/', ['url.loopback']],
    ['http://127.1/', ['url.loopback']],
    ['http://0x7f000001/', ['url.loopback']],
    ['http://[::1]/', ['url.loopback']],
    ['http://[::ffff:127.0.0.1]/', ['url.loopback']],
    ['http://0.0.0.0/', ['url.loopback']],
    ['https://10.1.2.3/', ['url.private']],
    ['https://192.168.1.2/', ['url.private']],
    ['https://172.16.0.1/', ['url.private']],
    ['https://172.32.0.1/', []],
    ['https://169.254.169.254/', ['url.private']],
    ['https://100.64.0.1/', ['url.private']],
    ['https://[fd00::1]/', ['url.private']],
    ['https://[fe80::1]/', ['url.private']],
    ['https://desk.local/', ['url.private']],
    ['https://nas.lan/', ['url.private']],
  ])('%s', (url, expected) => {
    expect(checkUrl(url).map(({ code }) => code)).toEqual(expected)
  })

  it('never throws, whatever is typed', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl()), (text) => Array.isArray(checkUrl(text))))
  })
})
