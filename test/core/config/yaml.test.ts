/** The file: written and read back without a difference, and every mistake in one told with its place. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tag } from '../../../src-main/contract/domains.ts'
import { type UrlGroup, urlGroups } from '../../../src-main/contract/sites.ts'
import { type ConfigFile, configSchema, configSchemaFile } from '../../../src-main/core/config/format.ts'
import { readConfig } from '../../../src-main/core/config/read-config.ts'
import { writeConfig } from '../../../src-main/core/config/write-yaml.ts'

const groups = Object.keys(urlGroups) as UrlGroup[]

const example: ConfigFile = {
  version: 1,
  site: 'cn',
  account: 'Main',
  exported: '2026-11-22T18:55:00Z',
  templates: [
    {
      name: 'desk',
      description: '直播-回调',
      key: 'set',
      urls: { streamBegin: 'desk', record: 'https://cb.example.com/record?from=css&x=1' },
      recordExceptionLevels: ['error'],
    },
    { name: '直播', urls: { streamEnd: 'https://cb.example.com/%E7%9B%B4#x' } },
  ],
  domains: [
    { name: 'play.example.com', enabled: false },
    { name: 'push.example.com', enabled: true, tags: ['vip', '1'], template: 'desk', apps: { live: '直播', 12: null } },
    { name: 'push2.example.com', template: null, apps: {} },
  ],
}

describe('a written file', () => {
  it('reads well, and is the same every time', () => {
    const text = writeConfig(example)
    expect(text.split('\n').filter((line) => !line.startsWith('#') || line.includes('schema='))).toEqual([
      `# yaml-language-server: $schema=${configSchemaFile}`,
      'version: 1',
      'site: cn',
      'account: Main',
      'exported: "2026-11-22T18:55:00Z"',
      '',
      'templates:',
      '  - name: desk',
      '    description: 直播-回调',
      '    key: set',
      '    urls:',
      '      streamBegin: desk',
      '      record: https://cb.example.com/record?from=css&x=1',
      '    recordExceptionLevels: [error]',
      '  - name: 直播',
      '    urls:',
      '      streamEnd: "https://cb.example.com/%E7%9B%B4#x"',
      '',
      'domains:',
      '  - name: play.example.com',
      '    enabled: false',
      '  - name: push.example.com',
      '    enabled: true',
      '    tags: [vip, "1"]',
      '    template: desk',
      '    apps:',
      '      "12": null',
      '      live: 直播',
      '  - name: push2.example.com',
      '    template: null',
      '    apps: {}',
      '',
    ])
    const shuffled = { ...example, domains: example.domains?.toReversed(), templates: example.templates?.toReversed() }
    expect(writeConfig(shuffled as ConfigFile)).toBe(text)
  })

  it('is read back as what was written, whatever names and addresses hold', () => {
    const wild = (maxLength: number) =>
      fc
        .oneof(
          fc.string({ unit: 'binary', minLength: 1, maxLength }),
          fc.string({ unit: 'grapheme', minLength: 1, maxLength }),
          fc.constantFrom(
            'null',
            'yes',
            '~',
            '- a',
            'a: b',
            '#',
            '1e3',
            '0x1f',
            "'",
            '"',
            '\\',
            '<<',
            '*a',
            '&a',
            '!a',
            '|',
            '{',
            '\n',
            '.inf',
            '\ufffd',
          ),
        )
        .map((text) => text.slice(0, maxLength))
        .filter((text) => text.isWellFormed() && text !== '__proto__')
    const url = fc.oneof(
      fc.constant('desk'),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.stringMatching(/^https?:\/\/\S{1,40}$/).filter((text) => text.isWellFormed()),
    )
    const names = fc.uniqueArray(wild(60), { minLength: 1, maxLength: 4 })
    const file = names.chain((known) => {
      const bound = fc.option(fc.constantFrom(...known))
      const template = (name: string) =>
        fc.record(
          {
            name: fc.constant(name),
            description: wild(200),
            key: fc.constantFrom('set' as const, 'none' as const),
            urls: fc.record(Object.fromEntries(groups.map((group) => [group, url])), { requiredKeys: ['record'] }),
            recordExceptionLevels: fc.array(wild(10), { maxLength: 3 }),
          },
          { requiredKeys: ['name', 'urls'] },
        )
      const domain = fc.record(
        {
          name: wild(60),
          enabled: fc.boolean(),
          tags: fc.array(
            wild(20)
              .map((tag) => tag.trim())
              .filter(Boolean),
            { maxLength: 3 },
          ),
          template: bound,
          apps: fc.dictionary(wild(20), bound, { noNullPrototype: true }),
        },
        { requiredKeys: ['name'] },
      )
      return fc.record({
        version: fc.constant(1 as const),
        site: fc.constantFrom('cn' as const, 'intl' as const),
        account: wild(40),
        templates: fc.tuple(...known.map(template)),
        domains: fc.uniqueArray(domain, { selector: ({ name }) => name.toLowerCase(), maxLength: 4 }),
      })
    })
    fc.assert(
      fc.property(file, (written) => {
        const text = writeConfig(written as ConfigFile)
        const { file: read, problems } = readConfig(text)
        expect(problems).toEqual([])
        expect(writeConfig(read as ConfigFile)).toBe(text)
      }),
      { numRuns: 100 },
    )
  })

  it('is read with carriage returns and a byte-order mark as well', () => {
    const text = `\ufeff${writeConfig(example).replaceAll('\n', '\r\n')}`
    expect(writeConfig(readConfig(text).file as ConfigFile)).toBe(writeConfig(example))
  })
})

describe('the schema for editors', () => {
  it('is shipped as the format has it', () => {
    const shipped = readFileSync(join(import.meta.dirname, '../../../resources', configSchemaFile), 'utf8')
    expect(shipped, 'node resources/config-schema.mjs writes it anew').toBe(configSchema())
  })
})

describe('a file with mistakes', () => {
  /** Code, line, column of every problem. */
  const mistakes = (text: string) =>
    readConfig(text).problems.map(({ code, line, column }) => [code, line, column] as const)
  const head = 'version: 1\nsite: cn\n'

  it.each([
    ['nothing', '', [['empty', null, null]]],
    ['comments only', '# nothing here\n', [['empty', null, null]]],
    ['binary', 'version: 1\n\u0000\u0001', [['binary', 2, 1]]],
    ['another encoding', 'site: \ufffd\ufffd', [['binary', 1, 7]]],
    ['a tab', 'a:\n\tb: 1', [['tab', 2, 1]]],
    ['an open quote', `${head}account: "x`, [['unclosed', 3, 12]]],
    ['two documents', `${head}---\n${head}`, [['manyDocuments', 3, 1]]],
    ['an alias', 'a: &x 1\nb: *x', [['alias', 2, 4]]],
    ['a tag', 'a: !!binary aGVsbG8=', [['tag', 1, 13]]],
    ['a field twice', `${head}site: cn`, [['duplicateField', 3, 1]]],
    ['a later version', 'version: 2\nnew: true', [['newerVersion', 1, 10]]],
    ['text', 'hello', [['type', 1, 1]]],
    [
      'no version and no site',
      'templates: []',
      [
        ['missing', 1, 1],
        ['missing', 1, 1],
      ],
    ],
    ['an unknown site', 'version: 1\nsite: mars', [['value', 2, 7]]],
    [
      'unknown fields',
      `${head}zone: 1\ndomains:\n  - name: a\n    enabeld: true`,
      [
        ['unknownField', 6, 5],
        ['unknownField', 3, 1],
      ],
    ],
    [
      'wrong types',
      `${head}domains:\n  - name: [a]\n    enabled: yes\n    apps: 7`,
      [
        ['type', 4, 11],
        ['type', 5, 14],
        ['type', 6, 11],
      ],
    ],
    [
      'a key',
      `${head}templates:\n  - name: a\n    key: hunter2hunter2\n    urls: {record: desk}`,
      [['keyValue', 5, 10]],
    ],
    [
      'a bad address',
      `${head}templates:\n  - name: a\n    urls:\n      record: ftp://x\n      begin: desk`,
      [
        ['url', 6, 15],
        ['unknownField', 7, 7],
      ],
    ],
    ['no address', `${head}templates:\n  - name: a\n    urls: {}`, [['noUrl', 5, 11]]],
    [
      'a template twice',
      `${head}templates:\n  - {name: a, urls: {record: desk}}\n  - {name: a, urls: {record: desk}}`,
      [['duplicateTemplate', 5, 12]],
    ],
    ['a domain twice', `${head}domains:\n  - name: push.a.com\n  - name: PUSH.a.com`, [['duplicateDomain', 5, 11]]],
    [
      'an app twice',
      `${head}domains:\n  - name: a\n    apps:\n      live: null\n      live: null`,
      [['duplicateField', 7, 7]],
    ],
    [
      'a template nobody has',
      `${head}domains:\n  - name: a\n    template: x\n    apps: {live: y}`,
      [
        ['danglingTemplate', 5, 15],
        ['danglingTemplate', 6, 18],
      ],
    ],
    ['a forbidden name', `${head}domains:\n  - name: a\n    apps: {__proto__: null}`, [['unknownField', 5, 12]]],
  ] as const)('says where: %s', (_what, text, expected) => {
    expect(mistakes(text)).toEqual(expected)
    expect(readConfig(text).file).toBeNull()
  })

  it('does not repeat what stands where a key would', () => {
    const { problems } = readConfig(`${head}templates:\n  - name: a\n    key: hunter2hunter2\n    urls: {record: desk}`)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  it('has no tags but such as can be taken off again by hand', () => {
    const tagged = (tag: string) => readConfig(`${head}domains:\n  - name: a\n    tags: [${JSON.stringify(tag)}]`)
    expect(tagged(' vip ').file?.domains?.[0]?.tags).toEqual(['vip'])
    expect(Tag.safeParse(tagged('x'.repeat(60)).file?.domains?.[0]?.tags?.[0]).success).toBe(true)
    expect(tagged('x'.repeat(61)).file).toBeNull()
    expect(tagged(' ').file).toBeNull()
  })

  it('names the fields a person may have meant', () => {
    const [problem] = readConfig(`${head}domains:\n  - name: a\n    enabeld: true`).problems
    expect(problem).toMatchObject({
      at: 'domains › #1',
      params: { field: 'enabeld', known: 'name, enabled, tags, template, apps' },
    })
  })
})

describe('a file made to hurt', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`)}]`),
  ]
  it.each([
    ['ten megabytes of it', 'garbage: [\n'.repeat(1_000_000), 'tooLarge'],
    ['a million quotes', '"'.repeat(999_999), 'tooLarge'],
    ['a million commas', `a: [${','.repeat(900_000)}]`, 'tooLarge'],
    ['a hundred thousand fields', Array.from({ length: 99_000 }, (_, at) => `k${at}: 1`).join('\n'), 'tooLarge'],
    ['brackets in brackets', '['.repeat(50_000), 'syntax'],
    ['an alias bomb', bomb.join('\n'), 'alias'],
  ])('is refused without a stop: %s', (_what, text, code) => {
    const { file, problems } = readConfig(text)
    expect(file).toBeNull()
    expect(problems[0]?.code).toBe(code)
    expect(problems.length).toBeLessThanOrEqual(100)
  })

  it('throws nothing, whatever is written', () => {
    const piece = fc.constantFrom(
      'version: 1\n',
      'site: cn\n',
      'templates:\n',
      'domains:\n',
      '  - name: a\n',
      '    apps:\n',
      '      live: b\n',
      '    urls:\n',
      '- ',
      ': ',
      '? ',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '|\n',
      '&a ',
      '*a ',
      '!x ',
      '\t',
      '#',
      '\n',
      '---\n',
      '%YAML 1.1\n',
      '<<: ',
    )
    const soup = fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 5 })), { maxLength: 40 })
    fc.assert(
      fc.property(soup, (pieces) => void readConfig(pieces.join(''))),
      { numRuns: 500 },
    )
  })
})
