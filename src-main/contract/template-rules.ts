/**
 * What the cloud accepts in a callback template (css-api, sections 5 and 11), checked while a person
 * types and again before the call. An error would be refused; a warning is legal but likely to hurt.
 */
import type { Site } from './sites.ts'
import { sites, type UrlGroup } from './sites.ts'
import type { TemplateDraft } from './templates.ts'

export const templateIssueCodes = [
  'name.empty',
  'name.tooLong',
  'name.characters',
  'name.consoleLength',
  'description.tooLong',
  'description.characters',
  'description.consoleLength',
  'url.none',
  'url.malformed',
  'url.scheme',
  'url.credentials',
  'url.loopback',
  'url.private',
  'url.plainHttp',
  'url.notOnSite',
  'key.empty',
  'key.characters',
  'key.tooLong',
  'key.weak',
  'key.none',
] as const
export type TemplateIssueCode = (typeof templateIssueCodes)[number]

export interface TemplateIssue {
  readonly field: 'name' | 'description' | 'key' | 'urls' | `urls.${UrlGroup}`
  readonly code: TemplateIssueCode
  readonly severity: 'error' | 'warning'
}

const bytes = (text: string): number => new TextEncoder().encode(text).length
/** Chinese characters, letters, digits, underscore and hyphen: the whole alphabet of names and descriptions. */
const alphabet = /^[\p{Script=Han}A-Za-z0-9_-]*$/u

const loopbackHost =
  /^(localhost|.*\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\])$/i
const privateHost =
  /^(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+|\[f[cd][0-9a-f:]*\]|\[fe[89ab][0-9a-f:]*\]|.*\.(local|internal|lan|home\.arpa))$/i

/** Issues of one callback address; an empty one has none. */
export function checkUrl(text: string): { code: TemplateIssueCode; severity: 'error' | 'warning' }[] {
  if (text === '') return []
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url?.hostname || text !== text.trim()) return [{ code: 'url.malformed', severity: 'error' }]
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return [{ code: 'url.scheme', severity: 'error' }]
  if (url.username || url.password) return [{ code: 'url.credentials', severity: 'error' }]
  if (loopbackHost.test(url.hostname)) return [{ code: 'url.loopback', severity: 'error' }]
  if (privateHost.test(url.hostname)) return [{ code: 'url.private', severity: 'error' }]
  return url.protocol === 'http:' ? [{ code: 'url.plainHttp', severity: 'warning' }] : []
}

function checkText(
  field: 'name' | 'description',
  text: string,
  apiBytes: number,
  consoleLength: number,
): TemplateIssue[] {
  if (bytes(text) > apiBytes) return [{ field, code: `${field}.tooLong`, severity: 'error' }]
  if (!alphabet.test(text)) return [{ field, code: `${field}.characters`, severity: 'error' }]
  return [...text].length > consoleLength ? [{ field, code: `${field}.consoleLength`, severity: 'warning' }] : []
}

function checkKey(key: TemplateDraft['key']): TemplateIssue[] {
  if (key.action === 'keep') return []
  if (key.action === 'clear') return [{ field: 'key', code: 'key.none', severity: 'warning' }]
  if (key.key === '') return [{ field: 'key', code: 'key.empty', severity: 'error' }]
  if (!/^[A-Za-z0-9]*$/.test(key.key)) return [{ field: 'key', code: 'key.characters', severity: 'error' }]
  if (key.key.length > 32) return [{ field: 'key', code: 'key.tooLong', severity: 'error' }]
  return key.key.length < 16 ? [{ field: 'key', code: 'key.weak', severity: 'warning' }] : []
}

export function checkTemplate(draft: TemplateDraft, site: Site): TemplateIssue[] {
  const urls = Object.entries(draft.urls) as [UrlGroup, string][]
  return [
    ...(draft.name === ''
      ? [{ field: 'name', code: 'name.empty', severity: 'error' } as const]
      : checkText('name', draft.name, 255, 30)),
    ...checkText('description', draft.description, 1024, 100),
    ...checkKey(draft.key),
    ...(urls.every(([, url]) => url === '') ? [{ field: 'urls', code: 'url.none', severity: 'error' } as const] : []),
    ...urls.flatMap(([group, url]) => [
      ...checkUrl(url).map((issue) => ({ field: `urls.${group}` as const, ...issue })),
      ...(url !== '' && !sites[site].settable.includes(group)
        ? [{ field: `urls.${group}`, code: 'url.notOnSite', severity: 'warning' } as const]
        : []),
    ]),
  ]
}
