/** The Live page's list: opens and closes the tail, pauses, follows, and knows the event looked at. */
import { computed, onMounted, onScopeDispose, ref, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { EventRow } from '../../../src-main/contract/events.ts'
import { client } from '../../client/index.ts'
import { useCopy } from '../../composables/use-copy.ts'
import { useErrorText } from '../../composables/use-error-text.ts'
import { useShortcut } from '../../composables/use-shortcut.ts'
import { useToast } from '../../composables/use-toast.ts'
import { indentJson } from '../../events/indent-json.ts'
import type { EventTail } from '../../stores/event-tail.ts'
import { toAppError } from '../../stores/load.ts'

/** The list as the page holds it; null while nothing is listed. */
export interface RowList {
  /** Takes a key that was pressed outside it: gets the focus and does what the key says. */
  takeKey(event: KeyboardEvent): void
  scrollToTop(): Promise<void>
  step(by: -1 | 1): void
  focus(): void
}

const hasNoFocus = (): boolean =>
  document.activeElement === null || ['BODY', 'MAIN'].includes(document.activeElement.tagName)

export function useTailPage(tail: EventTail, list: () => RowList | null) {
  const { t } = useI18n()
  const { show } = useToast()
  const put = useCopy()
  const errorText = useErrorText()
  const activeId = ref<number | null>(null)
  const isFollowing = computed(() => !tail.isPaused.value && !tail.isInUse.value)
  const activeRow = computed<EventRow | undefined>(() => tail.rows.value.find(({ id }) => id === activeId.value))

  const togglePause = () => {
    tail.isPaused.value = !tail.isPaused.value
  }
  async function follow(): Promise<void> {
    await list()?.scrollToTop()
    activeId.value = null
    tail.isInUse.value = false
    tail.isPaused.value = false
  }
  async function copy(id: number): Promise<void> {
    const answer = await client.events.get({ id }).catch(toAppError)
    if (answer instanceof AppError) show(errorText(answer).what, { tone: 'danger' })
    else if (await put(indentJson(answer.body))) show(t('live.copied'))
  }

  // A filter that leaves no row leaves no list either, and nothing in use.
  watch(tail.rows, (rows) => {
    if (rows.length === 0) tail.isInUse.value = false
  })
  useShortcut('space', togglePause, { label: () => t('live.keys.pause') })
  useShortcut('f', () => void follow(), { label: () => t('live.keys.follow') })
  // While nothing has the focus these keys mean the list.
  for (const keys of ['arrowdown', 'arrowup', 'pagedown', 'pageup', 'home', 'end']) {
    useShortcut(keys, (event) => list()?.takeKey(event), { enabled: hasNoFocus })
  }
  onMounted(() => tail.open())
  onScopeDispose(() => {
    tail.close()
    tail.isInUse.value = false
  })

  return { activeId, activeRow, isFollowing, togglePause, follow, copy }
}
