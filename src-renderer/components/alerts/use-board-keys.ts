/** Every key of the board. What it needs of the page's parts is given to it. */
import { useI18n } from 'vue-i18n'
import type { Decision } from '../../../src-main/contract/cases.ts'
import { useShortcut } from '../../composables/use-shortcut.ts'
import type { BoardPage } from './use-board.ts'

interface Parts {
  step(by: number): void
  toggleFilter(): void
}

const decisions: Readonly<Record<string, Decision>> = { d: 'dismiss', w: 'warn', x: 'cut', b: 'ban', r: 'resume' }

export function useBoardKeys(page: BoardPage, { step, toggleFilter }: Parts): void {
  const { t } = useI18n()
  const { form, state, change, detail, holder, alerts, queue, canOpen } = page
  const isOpen = () => state.value.caseId !== null
  const isForm = () => form.draft.value !== null

  useShortcut('j', () => step(1), { label: () => t('alerts.keys.next') })
  useShortcut('k', () => step(-1), { label: () => t('alerts.keys.previous') })
  useShortcut('n', () => page.showWaiting(), { label: () => t('alerts.keys.show') })
  useShortcut('enter', () => page.open(queue.first()), { enabled: () => !isOpen() })
  for (const [key, decision] of Object.entries(decisions))
    useShortcut(key, () => form.begin(decision), {
      label: () => t(`alerts.decision.${decision}`),
      enabled: () => detail.value !== null && holder.value === null && canOpen.value,
    })
  useShortcut('u', () => void page.undo(), {
    label: () => t('alerts.undo.key'),
    enabled: () => alerts.undoable !== null,
  })
  for (let number = 1; number <= 9; number += 1)
    useShortcut(String(number), () => form.pickReason(number), {
      enabled: isForm,
      ...(number === 1 && { label: () => t('alerts.keys.reasons') }),
    })
  useShortcut('enter', () => void form.submit(), { enabled: isForm })
  useShortcut('t', () => void page.opened.takeOver(), {
    label: () => t('alerts.keys.takeOver'),
    enabled: () => holder.value !== null,
  })
  useShortcut('f', toggleFilter, { label: () => t('alerts.keys.filter') })
  useShortcut('h', () => change({ tab: page.isHistory.value ? 'open' : 'history', caseId: null }), {
    label: () => t('alerts.keys.history'),
  })
  useShortcut('escape', () => (isForm() ? form.cancel() : page.open(null)), {
    label: () => t('alerts.keys.close'),
    enabled: () => isForm() || isOpen(),
  })
  useShortcut('alt+l', () => void page.moderators.lock(), { label: () => t('alerts.keys.lock') })
}
