/**
 * How much is kept, as two choices. A choice that would remove events at once is saved only after the person has
 * seen how many, and was offered to export them.
 */
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { client } from '../../client/index.ts'
import { useAction } from '../../composables/use-action.ts'
import { useLocale } from '../../composables/use-locale.ts'
import { useSettingsStore } from '../../stores/settings.ts'

type Limit = 'maxDays' | 'maxGb'
/** What a select can hold; 0 = everything. */
const choices: Record<Limit, readonly number[]> = {
  maxDays: [7, 14, 30, 60, 90, 180, 365, 730],
  maxGb: [1, 2, 5, 10, 20, 50, 100, 500],
}

export function useRetention() {
  const { t } = useI18n()
  const { format } = useLocale()
  const settings = useSettingsStore()
  const saved = ref<Limit | null>(null)
  const asked = ref<{ limit: Limit; value: number | null; rows: number; before: number } | null>(null)
  const isAsking = computed({
    get: () => asked.value !== null,
    set: (isOpen) => {
      if (!isOpen) asked.value = null
    },
  })

  const save = async (limit: Limit, value: number | null) => {
    await settings.change({ retention: { [limit]: value } })
    saved.value = limit
  }
  const choosing = useAction(async (limit: Limit, chosen: number) => {
    saved.value = null
    const value = chosen === 0 ? null : chosen
    const kept = settings.all.data?.retention ?? { maxDays: null, maxGb: null }
    const { rows, before } = await client.storage.preview({ ...kept, [limit]: value })
    if (rows > 0 && before !== null) asked.value = { limit, value, rows, before }
    else await save(limit, value)
  })
  const confirming = useAction(async () => {
    if (asked.value) await save(asked.value.limit, asked.value.value)
    asked.value = null
  })

  const choice = (limit: Limit) =>
    computed({
      get: () => settings.all.data?.retention[limit] ?? 0,
      set: (chosen) => void choosing.run(limit, Number(chosen)),
    })
  const options = (limit: Limit, say: (value: number) => string) =>
    computed(() => {
      const current = settings.all.data?.retention[limit] ?? null
      const values = [...new Set([...choices[limit], ...(current === null ? [] : [current])])].sort((a, b) => a - b)
      return [{ value: 0, label: t('settings.storage.all') }, ...values.map((value) => ({ value, label: say(value) }))]
    })

  return {
    days: choice('maxDays'),
    gigabytes: choice('maxGb'),
    dayOptions: options('maxDays', (value) => t('settings.storage.days', { count: format.value.number(value) })),
    sizeOptions: options('maxGb', (value) => t('settings.storage.gb', { count: format.value.number(value, 1) })),
    saved,
    asked,
    isAsking,
    error: computed(() => choosing.error.value ?? confirming.error.value),
    confirm: () => confirming.run(),
  }
}
