import { defineStore } from 'pinia'
import type { UrlGroup } from '../../src-main/contract/sites.ts'
import type { TestResult } from '../../src-main/contract/template-tests.ts'
import type { KeyRotation, Template, TemplateDraft, TemplateUrls } from '../../src-main/contract/templates.ts'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

/** Templates know who uses them, so a changed binding is news for them as well. */
export const useTemplatesStore = defineStore('templates', () => {
  const list = createLoad(() => client.templates.list({}), ['templates', 'bindings'])

  const rotations = createLoad(() => client.templates.rotations({}), ['templates'])

  const rotateKey = async (id: number): Promise<KeyRotation> => {
    const rotation = await client.templates.rotateKey({ id })
    await rotations.refresh()
    return rotation
  }

  const save = async (draft: TemplateDraft): Promise<Template> => {
    const saved = await client.templates.save(draft)
    await list.refresh()
    return saved
  }

  const remove = async (id: number, unbind: boolean): Promise<void> => {
    await client.templates.remove({ id, unbind })
    await list.refresh()
  }

  const deskUrls = (templateId: number | null): Promise<{ base: string | null; urls: TemplateUrls }> =>
    client.templates.deskUrls(templateId === null ? {} : { templateId })

  const sendTest = (templateId: number, group: UrlGroup): Promise<TestResult> =>
    client.templates.sendTest({ templateId, group })

  const repeatTest = (id: string): Promise<TestResult> => client.templates.repeatTest({ id })

  return { list, rotations, rotateKey, save, remove, deskUrls, sendTest, repeatTest }
})
