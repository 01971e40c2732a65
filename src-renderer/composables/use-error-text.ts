/** An error in words: what happened and why, what to do next, and the details for whoever must report it. */
import { useI18n } from 'vue-i18n'
import { findCloudErrorCode } from '../../src-main/contract/cloud-error-codes.ts'
import type { AppError } from '../../src-main/contract/errors.ts'
import cloudEn from '../i18n/en/cloud-errors.ts'
import type { Locale } from '../i18n/index.ts'
import cloudZh from '../i18n/zh-CN/cloud-errors.ts'
import { useLocale } from './use-locale.ts'

export interface ErrorText {
  readonly what: string
  /** '' when the first sentence already says it. */
  readonly next: string
  /** Label and value, in the order a support desk asks for them. */
  readonly details: readonly { readonly label: string; readonly value: string }[]
}

const cloudSentences: Record<Locale, Readonly<Record<string, string>>> = { en: cloudEn, 'zh-CN': cloudZh }

export function useErrorText(): (error: AppError) => ErrorText {
  const { t } = useI18n()
  const { locale } = useLocale()

  const details = ({ code, details: { apiCode, requestId, action, message, fields } }: AppError) =>
    [
      { label: t('errors.details.code'), value: apiCode ?? code },
      { label: t('errors.details.requestId'), value: requestId ?? '' },
      { label: t('errors.details.action'), value: action ?? '' },
      { label: t('errors.details.message'), value: message ?? '' },
      ...(fields ?? []).map(({ path, problem }) => ({ label: path, value: problem })),
    ].filter(({ value }) => value !== '')

  return (error) => {
    const apiCode = error.details.apiCode ?? ''
    const known = error.code === 'cloud.refused' ? findCloudErrorCode(apiCode) : null
    const sentence = known && cloudSentences[locale.value][known]
    if (sentence) return { what: sentence, next: '', details: details(error) }
    // What a sentence names but this error does not know gets a general word, never an empty gap.
    const { host = t('errors.fallback.host'), proxy = t('errors.fallback.proxy'), status = '?' } = error.params
    const needed = t(`settings.about.roles.${error.params.needed ?? 'operator'}`)
    const params = { ...error.params, apiCode, host, proxy, status, needed }
    return {
      what: t(`errors.${error.code}.what`, params),
      next: t(`errors.${error.code}.next`, params),
      details: details(error),
    }
  }
}
