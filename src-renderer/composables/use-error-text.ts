/** An error in words: what happened and why, what to do next, and the details for whoever must report it. */
import { useI18n } from 'vue-i18n'
import { findCloudErrorCode } from '../../src-main/contract/cloud-error-codes.ts'
import type { AppError } from '../../src-main/contract/errors.ts'

export interface ErrorText {
  readonly what: string
  /** '' when the first sentence already says it. */
  readonly next: string
  /** Label and value, in the order a support desk asks for them. */
  readonly details: readonly { readonly label: string; readonly value: string }[]
}

export function useErrorText(): (error: AppError) => ErrorText {
  const { t, tm } = useI18n()

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
    const sentence = known && (tm('cloudErrors') as Readonly<Record<string, string>>)[known]
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
