/** The one call that creates or changes a template, and what to make of it when no answer comes. */
import { AppError } from '../../contract/errors.ts'
import type { TemplateDraft, TemplateUrls } from '../../contract/templates.ts'
import type { Cloud } from '../cloud/cloud.ts'
import {
  type CloudTemplate,
  type CloudTemplateDraft,
  createTemplate,
  listTemplates,
  modifyTemplate,
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
    await modifyTemplate(cloud, draft.id, fields)
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

async function findNew(cloud: Cloud, name: string, others: readonly CloudTemplate[]): Promise<CloudTemplate | null> {
  const before = new Set(others.map(({ id }) => id))
  const templates = await listTemplates(cloud).catch(() => [])
  return templates.find((each) => each.name === name && !before.has(each.id)) ?? null
}

function keyField({ key }: TemplateDraft): { key?: string } {
  if (key.action === 'keep') return {}
  return { key: key.action === 'set' ? key.key : '' }
}
