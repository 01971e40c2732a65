/** What is wrong with a file, in words. */
import { useI18n } from 'vue-i18n'
import type { ConfigProblem } from '../../../src-main/contract/config.ts'

export function useProblemWords() {
  const { t, te } = useI18n()

  const say = ({ code, params }: ConfigProblem): string => {
    if (code === 'unknownField' && params.known === '') return t('config.problem.unknownName', params)
    if (code === 'templateRule') return t('config.problem.templateRule', { rule: t(`templates.issues.${params.rule}`) })
    if (code === 'otherSite')
      return t('config.problem.otherSite', {
        site: t(`frame.site.${params.site}`),
        here: t(`frame.site.${params.here}`),
      })
    if (code === 'type') {
      const known = `config.type.${params.expected}`
      return t('config.problem.type', { expected: t(te(known) ? known : 'config.type.other') })
    }
    return t(`config.problem.${code}`, params)
  }

  const place = ({ line, column }: ConfigProblem): string =>
    line === null ? '' : t('config.place', { line, column: column ?? 1 })

  /** The list as text, for whoever wrote the file. */
  const asText = (problems: readonly ConfigProblem[]): string =>
    problems
      .map((each) =>
        [place(each), each.at, `${t(`config.severity.${each.severity}`)}: ${say(each)}`].filter(Boolean).join(' · '),
      )
      .join('\n')

  return { say, place, asText }
}
