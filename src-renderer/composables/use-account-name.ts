import { useI18n } from 'vue-i18n'
import type { Account } from '../../src-main/contract/account.ts'

/** An account as it is called: its own name; the practice cloud's in the language shown. */
export function useAccountName(): (account: Account) => string {
  const { t } = useI18n()
  return ({ name, site, practiceTimeScale }) =>
    practiceTimeScale === null ? name : t('frame.practiceAccount', { site: t(`frame.site.${site}`) })
}
