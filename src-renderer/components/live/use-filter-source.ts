/** What the filter bar can suggest: the known types and words, and the places seen lately. */
import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { type EventRow, Trust, Verdict } from '../../../src-main/contract/events.ts'
import { useWords } from '../../composables/use-words.ts'
import type { SuggestSource } from '../../events/filter-suggest.ts'
import type { FilterKey } from '../../events/filter-text.ts'
import { knownTypes, nameOfType } from '../../events/summary.ts'
import { useDomainsStore } from '../../stores/domains.ts'

/** Looking further back than this finds hardly anything new. */
const recentRows = 500

export function useFilterSource(rows: () => readonly EventRow[]): ComputedRef<SuggestSource> {
  const { t } = useI18n()
  const words = useWords()
  const domains = useDomainsStore()

  const seen = (key: 'domain' | 'app' | 'stream'): string[] =>
    [
      ...new Set(
        rows()
          .slice(-recentRows)
          .map((row) => row[key]),
      ),
    ].filter((value) => value !== null)
  const pushDomains = () =>
    (domains.list.data?.items ?? []).filter(({ kind }) => kind === 'push').map(({ name }) => name)
  const plain = (values: readonly string[]) => values.map((value) => ({ value, note: '' }))

  const valuesOf = (key: FilterKey): readonly { value: string; note: string }[] => {
    switch (key) {
      case 'type':
        return knownTypes.map((type) => ({ value: String(type), note: nameOfType(type, words.value) }))
      case 'trust':
        return Trust.options.map((value) => ({ value, note: words.value.t(`trust.${value}`) }))
      case 'verdict':
        return Verdict.options.map((value) => ({ value, note: words.value.t(`verdict.${value}`) }))
      case 'score':
        return plain(['90', '80', '60'])
      case 'from':
      case 'to':
        return []
      case 'is':
        return [
          { value: 'rejected', note: words.value.t('type.rejected') },
          { value: 'recovered', note: words.value.t('trust.recovered') },
        ]
      case 'domain':
        return plain([...new Set([...pushDomains(), ...seen('domain')])])
      case 'app':
      case 'stream':
        return plain(seen(key))
    }
  }
  return computed(() => ({
    nameOf: (key) => t(`live.filter.name.${key}`),
    noteOf: (key) => t(`live.filter.key.${key}`),
    valuesOf,
  }))
}
