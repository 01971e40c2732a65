/**
 * One editing session of a callback template. This desk's addresses are asked for once per session: a new
 * template's path token is made by the first question and must be the one that is saved.
 */
import { computed, reactive, ref, shallowRef, toRaw } from 'vue'
import type { Site, UrlGroup } from '../../../src-main/contract/sites.ts'
import type { TemplateIssue } from '../../../src-main/contract/template-rules.ts'
import type { Template, TemplateDraft, TemplateUrls } from '../../../src-main/contract/templates.ts'
import { useAction } from '../../composables/use-action.ts'
import { makeCallbackKey } from './callback-key.ts'
import { checkForm, editorRows, type FormSource, isChanged, openForm, ownGroups, toDraft } from './template-form.ts'

export interface TemplateCalls {
  save(draft: TemplateDraft): Promise<Template>
  deskUrls(templateId: number | null): Promise<{ base: string | null; urls: TemplateUrls }>
}

export type TemplateEditor = ReturnType<typeof createTemplateEditor>

export function createTemplateEditor(calls: TemplateCalls, openedWith: FormSource, site: Site) {
  const source = shallowRef(openedWith)
  /** What counts as unchanged. */
  const opened = shallowRef(openForm(openedWith))
  const form = reactive(structuredClone(opened.value))
  const desk = shallowRef<{ base: string | null; urls: TemplateUrls } | null>(null)
  /** Until the first try to save, an empty name is not yet a mistake. */
  const wasTried = ref(false)
  const askDesk = useAction(() => calls.deskUrls(source.value.mode === 'edit' ? source.value.template.id : null))
  const saving = useAction(calls.save)

  const issues = computed(() => checkForm(source.value, form, site))
  const errors = computed(() => issues.value.filter(({ severity }) => severity === 'error'))
  const tooEarly = ({ code }: TemplateIssue) => !wasTried.value && (code === 'name.empty' || code === 'url.none')
  const shownIssues = computed(() => issues.value.filter((issue) => !tooEarly(issue)))
  const rows = computed(() => editorRows(site, form))
  const isDirty = computed(() => isChanged(opened.value, form))

  const loadDesk = async (): Promise<void> => {
    const before = desk.value?.urls ?? {}
    desk.value = (await askDesk.run()) ?? desk.value
    if (source.value.mode !== 'duplicate') return
    // A copy needs addresses of its own, or its events would count as the original's.
    const wasDirty = isDirty.value
    useDesk(ownGroups(source.value.template, form, before))
    if (!wasDirty) opened.value = structuredClone(toRaw(form))
  }

  /** For a template that was deleted meanwhile: what was typed becomes a new one, with a key and addresses of its own. */
  const startAnew = async (): Promise<void> => {
    if (source.value.mode !== 'edit') return
    source.value = { mode: 'duplicate', template: source.value.template, name: form.name }
    if (form.keyAction === 'keep') generateKey()
    await loadDesk()
  }

  const useDesk = (groups: readonly UrlGroup[]) => {
    for (const group of groups) form.urls[group] = desk.value?.urls[group] ?? form.urls[group]
  }

  const useDeskEverywhere = () =>
    useDesk(rows.value.filter(({ kind }) => kind === 'editable').map(({ group }) => group))

  const generateKey = () => {
    form.keyAction = 'set'
    form.key = makeCallbackKey()
  }

  /** Undefined when a field must be corrected first, or when it failed: the form keeps what was typed. */
  const save = async (): Promise<Template | undefined> => {
    wasTried.value = true
    return errors.value.length > 0 ? undefined : saving.run(toDraft(source.value, form, site))
  }

  return {
    source,
    site,
    form,
    rows,
    issues: shownIssues,
    errorCount: computed(
      () => new Set(shownIssues.value.filter((i) => i.severity === 'error').map((i) => i.field)).size,
    ),
    isDirty,
    isSaving: saving.isBusy,
    error: saving.error,
    desk,
    deskError: askDesk.error,
    isAskingDesk: askDesk.isBusy,
    loadDesk,
    useDesk,
    useDeskEverywhere,
    generateKey,
    startAnew,
    save,
  }
}
