/** Calls the person for what happens on the board, whichever page is open, and marks the window's icon. */
import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { sayAttention, sayPlace, sayStream, sayWhat } from '../components/alerts/case-words.ts'
import { useSpeech } from '../components/alerts/use-speech.ts'
import { useAlertsStore } from '../stores/alerts.ts'
import { useSignalsStore } from '../stores/signals.ts'
import { severityOfChange } from './severity.ts'

export function useAlertSignals(): void {
  const alerts = useAlertsStore()
  const signals = useSignalsStore()
  const router = useRouter()
  const speech = useSpeech()

  alerts.board.onChange((row, before) => {
    const severity = severityOfChange(row, before)
    if (severity === null) return
    const { t, words } = speech.value
    const verdict = words.t(`verdict.${row.verdict}`)
    signals.signal({
      severity,
      title: t('alerts.signal.title', {
        what: sayAttention(row, speech.value) || verdict,
        stream: sayStream(row, speech.value),
      }),
      text: [sayWhat(row, speech.value), sayPlace(row)].filter(Boolean).join(' · '),
      open: () => void router.push({ name: 'alerts', query: { case: row.id } }),
    })
  })

  watch(
    () => signals.prefs.isOn && alerts.openCount > 0,
    (isMarked) => {
      const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
      if (icon) icon.href = isMarked ? '/favicon-alert.svg' : '/favicon.svg'
    },
    { immediate: true },
  )
}
