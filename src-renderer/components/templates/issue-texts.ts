import { useI18n } from 'vue-i18n'
import type { TemplateIssue } from '../../../src-main/contract/template-rules.ts'

export interface FieldTexts {
  readonly error: string | undefined
  readonly warning: string | undefined
}

/** The issues of one field in words: what would be refused, and what is legal but likely to hurt. */
export function useIssueTexts(): (issues: readonly TemplateIssue[], field: TemplateIssue['field']) => FieldTexts {
  const { t } = useI18n()
  return (issues, field) => {
    const textOf = (severity: TemplateIssue['severity']) => {
      const issue = issues.find((each) => each.field === field && each.severity === severity)
      return issue && t(`templates.issues.${issue.code}`)
    }
    return { error: textOf('error'), warning: textOf('warning') }
  }
}
