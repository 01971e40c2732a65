/** Raises a signal when the public address turns red, and one with the gap's length when it is back. For App.vue. */
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { AddressStatus } from '../../src-main/contract/receiver.ts'
import { useDeskStore } from '../stores/desk.ts'
import { useSignalsStore } from '../stores/signals.ts'
import { useLocale } from './use-locale.ts'

export function useAddressSignals(): void {
  const { t } = useI18n()
  const { format } = useLocale()
  const router = useRouter()
  const desk = useDeskStore()
  const signals = useSignalsStore()
  const open = () => void router.push({ name: 'settings', params: { section: 'receiver' } })
  /** Since when this address has been red, as seen here. */
  let lost: { url: string | null; from: number } | null = null

  watch(
    () => desk.status?.receiver.address,
    (now, before) => {
      if (!now || !before || now.url !== before.url) {
        lost = null
        return
      }
      if (now.state === 'failed' && before.state !== 'failed') turnedRed(now)
      if (now.state === 'proven' && lost !== null) cameBack(now)
    },
  )

  function turnedRed({ url, provenAt, checkedAt }: AddressStatus): void {
    lost = { url, from: provenAt ?? checkedAt ?? Date.now() }
    const text = t('move.lost.body', { url: url ?? '' })
    signals.signal({ severity: 'addressLost', title: t('move.lost.title'), text, open })
  }

  function cameBack({ url, provenAt }: AddressStatus): void {
    const gap = (provenAt ?? Date.now()) - (lost?.from ?? 0)
    lost = null
    const text = t('move.back.body', { url: url ?? '', gap: format.value.duration(gap) })
    signals.signal({ severity: 'addressBack', title: t('move.back.title'), text, open })
  }
}
