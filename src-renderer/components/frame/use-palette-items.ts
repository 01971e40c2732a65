/** The palette's entries: pages, actions, accounts, and the account's domains and templates by name. */
import {
  FileCog,
  FlaskConical,
  Globe,
  Keyboard,
  KeyRound,
  Languages,
  LayoutTemplate,
  LogOut,
  Plus,
  Radar,
  SunMoon,
} from '@lucide/vue'
import { type ComputedRef, computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { type RouteLocationRaw, useRouter } from 'vue-router'
import { logOut } from '../../client/session.ts'
import { useAccountName } from '../../composables/use-account-name.ts'
import { useErrorText } from '../../composables/use-error-text.ts'
import { useToast } from '../../composables/use-toast.ts'
import { useAccountStore } from '../../stores/account.ts'
import { useDeskStore } from '../../stores/desk.ts'
import { useDomainsStore } from '../../stores/domains.ts'
import { toAppError } from '../../stores/load.ts'
import { usePracticeStore } from '../../stores/practice.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useTemplatesStore } from '../../stores/templates.ts'
import { useConfigActions } from '../config/use-config-actions.ts'
import { languageNames, languages, themes } from './look.ts'
import { pages } from './pages.ts'
import type { PaletteItem } from './palette.ts'

export function usePaletteItems(showKeys: () => void): ComputedRef<PaletteItem[]> {
  const { t } = useI18n()
  const router = useRouter()
  const account = useAccountStore()
  const desk = useDeskStore()
  const settings = useSettingsStore()
  const prefs = usePrefsStore()
  const domains = useDomainsStore()
  const templates = useTemplatesStore()
  const practice = usePracticeStore()
  const accountName = useAccountName()
  const { show } = useToast()
  const errorText = useErrorText()
  const config = useConfigActions()

  const go = (to: RouteLocationRaw) => () => void router.push(to)
  const attempt = (work: () => Promise<unknown>) => () =>
    void work().catch((error: unknown) => show(errorText(toAppError(error)).what, { tone: 'danger' }))

  const pageItems = (): PaletteItem[] =>
    pages.map(({ name, key, icon }) => ({
      id: `page-${name}`,
      group: 'pages',
      label: t('frame.palette.goTo', { page: t(`frame.page.${name}`) }),
      icon,
      keys: `g ${key}`,
      run: go({ name }),
    }))

  const operatorItems = (): PaletteItem[] => [
    {
      id: 'new-template',
      group: 'actions',
      label: t('frame.palette.newTemplate'),
      icon: Plus,
      run: go({ name: 'templates', query: { edit: 'new' } }),
    },
    {
      id: 'prove',
      group: 'actions',
      label: t('frame.palette.prove'),
      icon: Radar,
      run: () => {
        void router.push({ name: 'settings', params: { section: 'receiver' } })
        attempt(settings.proveAddress)()
      },
    },
    {
      id: 'add-account',
      group: 'actions',
      label: t('frame.palette.addAccount'),
      icon: KeyRound,
      run: go({ name: 'settings', params: { section: 'accounts' }, query: { edit: 'new' } }),
    },
    {
      id: 'practice',
      group: 'actions',
      label: t(account.isPractice ? 'frame.palette.stopPractice' : 'frame.palette.startPractice'),
      icon: FlaskConical,
      run: account.isPractice ? attempt(practice.stop) : go({ name: 'settings', params: { section: 'practice' } }),
    },
  ]

  const lookItems = (): PaletteItem[] => [
    ...themes
      .filter((theme) => theme !== prefs.theme)
      .map((theme) => ({
        id: `theme-${theme}`,
        group: 'actions' as const,
        label: t('frame.palette.themeTo', { theme: t(`frame.theme.${theme}`) }),
        icon: SunMoon,
        run: attempt(() => settings.setLook({ theme })),
      })),
    ...languages
      .filter((language) => language !== prefs.language)
      .map((language) => ({
        id: `language-${language}`,
        group: 'actions' as const,
        label: t('frame.palette.languageTo', {
          language: language === 'auto' ? t('frame.language.auto') : languageNames[language],
        }),
        icon: Languages,
        run: attempt(() => settings.setLook({ language })),
      })),
    { id: 'keys', group: 'actions', label: t('frame.palette.keys'), icon: Keyboard, keys: '?', run: showKeys },
    ...(desk.info?.host === 'headless'
      ? [
          {
            id: 'log-out',
            group: 'actions' as const,
            label: t('frame.palette.logOut'),
            icon: LogOut,
            run: attempt(logOut),
          },
        ]
      : []),
  ]

  const configItems = (): PaletteItem[] =>
    account.active === null
      ? []
      : config.value.map(({ label, icon, run }, index) => ({
          id: `config-${index}`,
          group: 'actions',
          label: t('frame.palette.config', { what: label }),
          icon: icon ?? FileCog,
          run,
        }))

  const accountItems = (): PaletteItem[] =>
    account.accounts
      .filter(({ id }) => desk.canOperate && id !== account.active?.id)
      .map((each) => ({
        id: `account-${each.id}`,
        group: 'accounts',
        label: t('frame.palette.switchTo', { account: accountName(each) }),
        icon: KeyRound,
        run: attempt(() => account.activate(each.id)),
      }))

  const objectItems = (): PaletteItem[] => [
    ...(domains.list.data?.items ?? []).map(({ name, kind }) => ({
      id: `domain-${name}`,
      group: 'domains' as const,
      label: name,
      note: t(kind === 'push' ? 'frame.palette.pushDomain' : 'frame.palette.playDomain'),
      icon: Globe,
      run: go({ name: 'domains', query: { domain: name } }),
    })),
    ...(templates.list.data?.items ?? []).map(({ id, name }) => ({
      id: `template-${id}`,
      group: 'templates' as const,
      label: name,
      note: String(id),
      icon: LayoutTemplate,
      run: go({ name: 'templates', query: { edit: String(id) } }),
    })),
  ]

  return computed(() => [
    ...pageItems(),
    ...(desk.canOperate ? operatorItems() : []),
    ...configItems(),
    ...lookItems(),
    ...accountItems(),
    ...objectItems(),
  ])
}
