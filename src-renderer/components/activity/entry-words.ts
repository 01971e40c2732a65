/** An entry of Activity in words: its sentence, and its fields and values as a person calls them. */
import { useI18n } from 'vue-i18n'
import type { ActivityEntry } from '../../../src-main/contract/activity.ts'
import { Site, UrlGroup } from '../../../src-main/contract/sites.ts'
import { useLocale } from '../../composables/use-locale.ts'
import { languageNames } from '../frame/look.ts'
import { type FieldValue, isNothing } from './changes.ts'

const secretFields = ['key', 'pin', 'secretKey', 'token']

export function useEntryWords() {
  const { t, te } = useI18n()
  const { format } = useLocale()

  /** Dots part the path of a catalogue, so they are written as hyphens there. */
  const field = (name: string): string => {
    const key = `activity.field.${name.replaceAll('.', '-')}`
    if (te(key)) return t(key)
    const group = UrlGroup.safeParse(name.replace(/^url\./, ''))
    return group.success ? t(`templates.groups.${group.data}.name`) : name
  }

  const value = (name: string, raw: FieldValue): string => {
    if (isNothing(raw)) return t('activity.nothing')
    const text = String(raw)
    if (secretFields.includes(name) && te(`activity.secret.${text}`)) return t(`activity.secret.${text}`)
    if (typeof raw === 'boolean') return t(raw ? 'common.on' : 'common.off')
    if (['tokenExpiresAt', 'before', 'gapFrom', 'gapTo', 'until', 'from'].includes(name) && typeof raw === 'number')
      return format.value.exact(raw)
    if (name === 'site' && Site.safeParse(raw).success) return t(`frame.site.${text}`)
    if (name === 'theme' && te(`frame.theme.${text}`)) return t(`frame.theme.${text}`)
    if (name === 'mode' && te(`settings.secrets.${text}`)) return t(`settings.secrets.${text}`)
    if (name === 'language')
      return text === 'auto'
        ? t('frame.language.auto')
        : (Object.entries(languageNames).find(([tag]) => tag === text)?.[1] ?? text)
    if (name === 'confirmedBy' && te(`activity.confirmedBy.${text}`)) return t(`activity.confirmedBy.${text}`)
    if (name === 'gapMs' && typeof raw === 'number') return format.value.duration(raw)
    if (name === 'gapLoss' && te(`activity.gapLoss.${text}`)) return t(`activity.gapLoss.${text}`)
    if (name === 'moveTemplates' && te(`activity.moveTemplates.${text}`)) return t(`activity.moveTemplates.${text}`)
    if (name === 'urlGroup' && te(`templates.groups.${text}.name`)) return t(`templates.groups.${text}.name`)
    if (name === 'rows' && typeof raw === 'number') return format.value.number(raw)
    return name === 'timeScale' ? `${text}×` : text
  }

  /** The thing it was done to. For settings that is the list of the fields' names. */
  const target = ({ kind, target: raw }: ActivityEntry): string => {
    if (kind === 'settings.changed') return raw.split(', ').map(field).join(', ')
    if (kind === 'vault.modeChanged') return value('mode', raw)
    return kind.startsWith('practice.') ? value('site', raw) : raw
  }

  return { field, value, target }
}
