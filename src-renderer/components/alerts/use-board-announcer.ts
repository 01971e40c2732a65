/** Tells a screen reader what arrives on the board: what is new, what is back, what did not hold. */
import { onScopeDispose, type Ref } from 'vue'
import type { CaseRow } from '../../../src-main/contract/cases.ts'
import { useAnnouncer } from '../../composables/use-announcer.ts'
import { severityOfChange } from '../../signals/severity.ts'
import type { AlertBoard } from '../../stores/alert-board.ts'
import { sayAttention, sayStream } from './case-words.ts'
import { useSpeech } from './use-speech.ts'

export function useBoardAnnouncer(board: Pick<AlertBoard, 'onChange'>): Readonly<Ref<string>> {
  const speech = useSpeech()
  const { text, say } = useAnnouncer()
  /** Of the last moments; one that gets worse meanwhile is still one. */
  const fresh = new Set<number>()
  let since = 0

  const stop = board.onChange((row: CaseRow, before) => {
    const severity = severityOfChange(row, before)
    if (severity === null) return
    const { t, words } = speech.value
    const stream = sayStream(row, speech.value)
    if (severity === 'alarm') return say(t('alerts.announce.alarm', { stream }))
    if (severity === 'returned')
      return say(t('alerts.announce.returned', { stream, attention: sayAttention(row, speech.value) }))
    if (Date.now() - since > 5000) fresh.clear()
    since = Date.now()
    const count = fresh.add(row.id).size
    const verdict = words.t(`verdict.${row.verdict}`)
    say(t(count === 1 ? 'alerts.announce.one' : 'alerts.announce.many', { count, stream, verdict }))
  })
  onScopeDispose(stop)
  return text
}
