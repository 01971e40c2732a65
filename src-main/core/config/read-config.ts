/**
 * Reads a file somebody has written: either the whole configuration, or every mistake in it with its line and
 * column. What was written at a place for the key is in no mistake, since it may be the key.
 */
import type { z } from 'zod'
import { type ConfigProblem, type ConfigProblemCode, maxConfigBytes } from '../../contract/config.ts'
import { ConfigFile, configVersion } from './format.ts'
import { isTooMuch, type Place, readTree, type Tree } from './yaml-tree.ts'

export interface ReadConfig {
  /** null with any error. */
  readonly file: ConfigFile | null
  readonly problems: ConfigProblem[]
  /** Where a value of the file stands, for what is found out about it later. */
  placeOf(path: readonly PropertyKey[]): Place | null
}

type Issue = z.core.$ZodIssue

const maxProblems = 100
const nowhere = () => null

export function readConfig(raw: string): ReadConfig {
  const text = raw.startsWith('\ufeff') ? raw.slice(1) : raw
  const unreadable = refuse(text)
  if (unreadable) return { file: null, problems: [unreadable], placeOf: nowhere }
  const tree = readTree(text)
  const { placeOf } = tree
  if (tree.faults.length > 0) return { file: null, problems: tree.faults.map(toProblem), placeOf }
  if (tree.value === null) return { file: null, problems: [problem('empty', null, [])], placeOf }
  const version = newerVersion(tree)
  if (version) return { file: null, problems: [version], placeOf }
  const read = ConfigFile.safeParse(tree.value)
  if (read.success) {
    const problems = checkNames(read.data, tree)
    return { file: problems.length === 0 ? read.data : null, problems, placeOf }
  }
  const problems = read.error.issues.slice(0, maxProblems).flatMap((issue) => toProblems(issue, tree))
  return { file: null, problems: problems.slice(0, maxProblems), placeOf }
}

/** What is not worth parsing. */
function refuse(text: string): ConfigProblem | null {
  const limit = Math.round(maxConfigBytes / 1000)
  if (Buffer.byteLength(text) > maxConfigBytes) return problem('tooLarge', null, [], { limit })
  if (text.trim() === '') return problem('empty', null, [])
  // Bytes that are no UTF-8 arrive as U+FFFD.
  const odd = /(?![\t\n\r])[\p{Cc}\ufffd]/u.exec(text)
  if (odd) return problem('binary', placeIn(text, odd.index), [])
  return isTooMuch(text) ? problem('tooLarge', null, [], { limit }) : null
}

function placeIn(text: string, offset: number): Place {
  const before = text.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

function newerVersion(tree: Tree): ConfigProblem | null {
  const { version } = (tree.value ?? {}) as { version?: unknown }
  if (typeof version !== 'number' || version <= configVersion) return null
  return problem('newerVersion', tree.placeOf(['version']), ['version'], { version, known: configVersion })
}

/** Names are unique and those referred to exist: a template that is not in the file might be any in the cloud. */
function checkNames({ templates = [], domains = [] }: ConfigFile, { placeOf }: Tree): ConfigProblem[] {
  const names = new Set(templates.map(({ name }) => name))
  const dangling = (name: string | null | undefined, path: readonly PropertyKey[]) =>
    name == null || names.has(name) ? [] : [problem('danglingTemplate', placeOf(path), path, { template: name })]
  return [
    ...repeated(templates, 'templates', 'duplicateTemplate', placeOf),
    ...repeated(domains, 'domains', 'duplicateDomain', placeOf),
    ...templates.flatMap(({ name, urls }, index) =>
      Object.keys(urls).length > 0
        ? []
        : [problem('noUrl', placeOf(['templates', index, 'urls']), ['templates', index, 'urls'], { template: name })],
    ),
    ...domains.flatMap(({ template, apps = {} }, index) => [
      ...dangling(template, ['domains', index, 'template']),
      ...Object.entries(apps).flatMap(([app, bound]) => dangling(bound, ['domains', index, 'apps', app])),
    ]),
  ].slice(0, maxProblems)
}

function repeated(
  items: readonly { readonly name: string }[],
  list: 'templates' | 'domains',
  code: ConfigProblemCode,
  placeOf: Tree['placeOf'],
): ConfigProblem[] {
  const first = new Map<string, number>()
  return items.flatMap(({ name }, index) => {
    // The cloud knows domains without regard to case.
    const known = list === 'domains' ? name.toLowerCase() : name
    const earlier = first.get(known)
    if (earlier === undefined) {
      first.set(known, index)
      return []
    }
    const path = [list, index, 'name']
    return [problem(code, placeOf(path), path, { name, line: placeOf([list, earlier, 'name'])?.line ?? '?' })]
  })
}

export const problem = (
  code: ConfigProblemCode,
  place: Place | null,
  path: readonly PropertyKey[],
  params: ConfigProblem['params'] = {},
  severity: ConfigProblem['severity'] = 'error',
): ConfigProblem => ({
  code,
  severity,
  line: place?.line ?? null,
  column: place?.column ?? null,
  at: path.map((step) => (typeof step === 'number' ? `#${step + 1}` : String(step).slice(0, 80))).join(' › '),
  params,
})

const toProblem = ({ code, place, path, params }: Tree['faults'][number]) => problem(code, place, path, params)

/** One issue of the schema as a person needs it; several unknown fields are several mistakes. */
function toProblems(issue: Issue, tree: Tree): ConfigProblem[] {
  const { path } = issue
  const place = tree.placeOf(path)
  const say = (code: ConfigProblemCode, params: ConfigProblem['params'] = {}) => [problem(code, place, path, params)]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) =>
      problem('unknownField', tree.placeOfKey(path, field), path, { field: field.slice(0, 80), known: fieldsAt(path) }),
    )
  if (path.at(-1) === 'key' && path.length === 3) return say('keyValue')
  if (path.at(-2) === 'urls') return say('url')
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(tree, path)
        ? say('missing', { field: String(path.at(-1) ?? '') })
        : say('type', { expected: issue.expected })
    case 'invalid_value':
      if (isMissing(tree, path)) return say('missing', { field: String(path.at(-1) ?? '') })
      return say('value', { allowed: issue.values.map(String).join(', ') })
    case 'too_big':
      return issue.origin === 'array'
        ? say('tooMany', { limit: Number(issue.maximum) })
        : say('text', { limit: Number(issue.maximum) })
    case 'too_small':
      return say('missing', { field: String(path.at(-1) ?? '') })
    case 'invalid_key':
      return [problem('text', tree.placeOfKey(path.slice(0, -1), String(path.at(-1))), path, { limit: 255 })]
    default:
      return say('type', { expected: 'string' })
  }
}

/** Nothing was written there; `field:` alone is nothing as well. */
function isMissing({ value }: Tree, path: readonly PropertyKey[]): boolean {
  const found = path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | null | undefined)?.[step],
    value,
  )
  return found === undefined || found === null
}

/** The fields a person may have meant. */
function fieldsAt(path: readonly PropertyKey[]): string {
  const schema = ConfigFile.shape
  if (path.length === 0) return Object.keys(schema).join(', ')
  const list = path[0] === 'templates' ? schema.templates : path[0] === 'domains' ? schema.domains : null
  const item = list?.unwrap().element.shape
  if (!item) return ''
  const inner = path.length === 2 ? item : 'urls' in item && path[2] === 'urls' ? item.urls.shape : {}
  return Object.keys(inner).join(', ')
}
