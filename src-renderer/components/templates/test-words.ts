/** What came of a test event, in words: of the server at the URL, which errors of the cloud do not speak of. */
import { useI18n } from 'vue-i18n'
import { AppError } from '../../../src-main/contract/errors.ts'
import type { TestCertificate, TestResult } from '../../../src-main/contract/template-tests.ts'
import { useErrorText } from '../../composables/use-error-text.ts'
import { useLocale } from '../../composables/use-locale.ts'

export interface TestFact {
  readonly name: string
  readonly text: string
  readonly isBad?: boolean
}

export interface TestWords {
  readonly tone: 'ok' | 'warning' | 'danger'
  /** Status and time. */
  readonly short: string
  readonly sentence: string
  readonly facts: readonly TestFact[]
}

export function useTestWords(): (result: TestResult) => TestWords {
  const { t, te } = useI18n()
  const { format } = useLocale()
  const errorText = useErrorText()

  function sentenceOf({ status, error, location, host }: TestResult): string {
    if (error) {
      const key = `templates.test.failed.${error.code.replace('.', '-')}`
      return te(key) ? t(key, { host, ...error.params }) : errorText(AppError.fromShape(error)).what
    }
    if (status === 200) return t('templates.test.accepted')
    if (status !== null && status >= 300 && status < 400)
      return t('templates.test.redirected', { location: location ?? '?' })
    return t('templates.test.refused')
  }

  function certificateFacts(certificate: TestCertificate | null): TestFact[] {
    if (!certificate) return []
    const { subject, issuer, validFrom, validTo, problem } = certificate
    const problemKey = `templates.test.certificateProblem.${problem}`
    const reason = problem !== null && te(problemKey) ? t(problemKey) : problem
    return [
      { name: t('templates.test.certificate'), text: t('templates.test.certificateOf', { subject, issuer }) },
      {
        name: t('templates.test.certificateValid'),
        text: t('templates.test.span', { from: format.value.exact(validFrom), to: format.value.exact(validTo) }),
        isBad: validTo < Date.now(),
      },
      ...(reason === null
        ? []
        : [
            {
              name: t('templates.test.certificateTrust'),
              text: t('templates.test.notTrusted', { reason }),
              isBad: true,
            },
          ]),
    ]
  }

  return (result) => {
    const { status, ms, error, signed, validUntil, domain, attempt, sentAt, type } = result
    const time = format.value.number(ms)
    return {
      tone: status === 200 ? 'ok' : status === null ? 'danger' : 'warning',
      short:
        status === null ? t('templates.test.noAnswer', { ms: time }) : t('templates.test.status', { status, ms: time }),
      sentence: sentenceOf(result),
      facts: [
        {
          name: t('templates.test.sent'),
          text: t('templates.test.sentAs', { time: format.value.absolute(sentAt, Date.now()), type, domain, attempt }),
        },
        {
          name: t('templates.test.signature'),
          text:
            signed && validUntil !== null
              ? t('templates.test.signed', { time: format.value.absolute(validUntil, Date.now()) })
              : t('templates.test.unsigned'),
          isBad: !signed,
        },
        ...certificateFacts(result.certificate),
        ...(error?.details?.message ? [{ name: t('templates.test.reason'), text: error.details.message }] : []),
      ],
    }
  }
}
