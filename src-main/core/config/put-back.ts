/** The wishes that make drifted things again what was known of them. Pure. */
import { sites } from '../../contract/sites.ts'
import type { TemplateUrls } from '../../contract/templates.ts'
import type { CloudPicture } from '../plan/picture.ts'
import type { Wish } from '../plan/wish.ts'
import { type DriftedRow, readKnown } from './drift-view.ts'

export function wishesBack(
  rows: readonly DriftedRow[],
  names: ReadonlyMap<number, string>,
  picture: CloudPicture,
): Wish[] {
  return rows.flatMap((row): Wish[] => {
    if (row.subject === 'domain') return domainBack(row)
    return [row.subject === 'rule' ? ruleBack(row, names) : templateBack(row, picture)]
  })
}

/** The desk neither makes nor removes domains. */
const domainBack = ({ key, known, found }: DriftedRow): Wish[] =>
  known === null || found === null ? [] : [{ subject: 'domain', domain: key, ...readKnown.domain(known) }]

function ruleBack({ key, known, found }: DriftedRow, names: ReadonlyMap<number, string>): Wish {
  const [domain = '', app = ''] = JSON.parse(key) as string[]
  const was = known === null ? null : readKnown.rule(known).templateId
  const expected = found === null ? null : readKnown.rule(found).templateId
  const name = was === null ? undefined : names.get(was)
  const template = was === null ? null : { id: was, ...(name === undefined ? {} : { name }) }
  return { subject: 'rule', domain, app, template, expected }
}

function templateBack({ key, known, found }: DriftedRow, { site, templates }: CloudPicture): Wish {
  const id = Number(key)
  if (known === null) {
    const name = found === null ? undefined : readKnown.template(found).name
    return { subject: 'template', template: { id, ...(name === undefined ? {} : { name }) }, content: null }
  }
  const { key: keyThen, ...content } = readKnown.template(known)
  const keyNow = found === null ? '' : readKnown.template(found).key
  const now = templates.find((each) => each.id === id)
  const lost = found === null ? ('lost' as const) : ('stays' as const)
  return {
    subject: 'template',
    template: { id, name: content.name },
    content: { ...content, urls: { ...unread(site, now?.urls ?? {}), ...content.urls } },
    ...(keyThen === keyNow || keyThen === '' ? {} : { key: lost }),
  }
}

/** Addresses the cloud does not read back are no drift and stay as they are. */
const unread = (site: CloudPicture['site'], urls: TemplateUrls): TemplateUrls =>
  Object.fromEntries(
    sites[site].settable.flatMap((group) =>
      sites[site].readable.includes(group) || !urls[group] ? [] : [[group, urls[group]]],
    ),
  )
