/** The sentences of a binding change: what it will do, and what it has done. */
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Template } from '../../../src-main/contract/templates.ts'
import type { BindingFlow } from './binding-flow.ts'
import { useTemplateLabel } from './template-label.ts'

export type ChangeKind = 'bind' | 'replace' | 'unbind' | 'unchanged'
export type OutcomeKind = 'bound' | 'replaced' | 'unbound' | 'unchanged' | 'putBack' | 'lost' | 'failed'

export function changeKind(before: number | null, after: number | null): ChangeKind {
  if (before === after) return 'unchanged'
  if (before === null) return 'bind'
  return after === null ? 'unbind' : 'replace'
}

const doneWords = { bind: 'bound', replace: 'replaced', unbind: 'unbound', unchanged: 'unchanged' } as const

export function useBindingWords(flow: BindingFlow, templates: () => readonly Template[]) {
  const { t } = useI18n()
  const labelOf = useTemplateLabel()
  const kind = computed(() => changeKind(flow.plan.value?.before ?? null, flow.plan.value?.after ?? null))
  const before = computed(() => labelOf(flow.plan.value?.before ?? null, templates()))
  const after = computed(() => labelOf(flow.plan.value?.after ?? null, templates()))
  const target = computed(() =>
    t(flow.target.value.app === '' ? 'domains.plan.domainTarget' : 'domains.plan.appTarget', { ...flow.target.value }),
  )
  const params = computed(() => ({ target: target.value, before: before.value, after: after.value }))
  const promise = computed(() => t(`domains.plan.${kind.value}`, params.value))

  const outcomeKind = computed<OutcomeKind>(() => {
    if (flow.error.value) return flow.error.value.code === 'binding.putBackFailed' ? 'lost' : 'failed'
    const outcome = flow.outcome.value
    return outcome === 'putBack' || outcome === 'unchanged' ? outcome : doneWords[kind.value]
  })
  /** That the domain is left without a template is said by its title and its error. */
  const outcome = computed(() =>
    outcomeKind.value === 'lost' ? '' : t(`domains.outcome.${outcomeKind.value}`, params.value),
  )

  return { kind, before, after, promise, outcomeKind, outcome }
}
