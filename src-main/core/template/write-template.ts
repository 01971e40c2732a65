/** The calls that create, change and remove a template, and what to make of them when no answer comes. */
import { AppError } from '../../contract/errors.ts'
import { type Site, sites } from '../../contract/sites.ts'
import type { TemplateDraft, TemplateUrls } from '../../contract/templates.ts'
import { callOrFind } from '../cloud/call-or-find.ts'
import type { Cloud } from '../cloud/cloud.ts'
import {
  type CloudTemplate,
  type CloudTemplateDraft,
  createTemplate,
  listTemplates,
  modifyTemplate,
  removeTemplate,
} from '../cloud/templates.ts'

/** Answers with the template's id. `others` are the templates there were before. */
export async function writeTemplate(
  cloud: Cloud,
  draft: TemplateDraft,
  urls: TemplateUrls,
  others: readonly CloudTemplate[],
): Promise<number> {
  const { name, description, recordExceptionLevels } = draft
  const fields: CloudTemplateDraft = { name, description, urls, recordExceptionLevels, ...keyField(draft) }
  if (draft.id !== undefined) {
    await modifyOrFind(cloud, draft.id, fields)
    return draft.id
  }
  try {
    return await createTemplate(cloud, fields)
  } catch (error) {
    // A second try by the person would make a second template, so that one made without an answer is looked for.
    const made = error instanceof AppError && error.code !== 'cloud.refused' && (await findNew(cloud, name, others))
    if (!made) throw error
    return made.id
  }
}

const modifyOrFind = (cloud: Cloud, id: number, fields: CloudTemplateDraft): Promise<void> =>
  callOrFind(
    () => modifyTemplate(cloud, id, fields),
    async () => {
      const found = (await listTemplates(cloud)).find((each) => each.id === id)
      return found !== undefined && holds(cloud.site, found, fields)
    },
  )

/** Whether a template is as it was to be, as far as the site lets it be read. */
function holds(site: Site, found: CloudTemplate, { name, description, urls, key }: CloudTemplateDraft): boolean {
  const { settable, readable } = sites[site]
  const groups = settable.filter((group) => readable.includes(group) && urls[group] !== undefined)
  return (
    found.name === name &&
    found.description === description &&
    groups.every((group) => (found.urls[group] ?? '') === urls[group]) &&
    (key === undefined || key === found.key)
  )
}

export const eraseTemplate = (cloud: Cloud, id: number): Promise<void> =>
  callOrFind(
    () => removeTemplate(cloud, id),
    async () => !(await listTemplates(cloud)).some((each) => each.id === id),
  )

async function findNew(cloud: Cloud, name: string, others: readonly CloudTemplate[]): Promise<CloudTemplate | null> {
  const before = new Set(others.map(({ id }) => id))
  const templates = await listTemplates(cloud).catch(() => [])
  return templates.find((each) => each.name === name && !before.has(each.id)) ?? null
}

function keyField({ key }: TemplateDraft): { key?: string } {
  if (key.action === 'keep') return {}
  return { key: key.action === 'set' ? key.key : '' }
}
