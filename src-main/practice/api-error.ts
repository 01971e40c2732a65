/** A refusal as the cloud words it: a code of css-api section 8, and a message in the caller's language. */
import { type Language, messages } from './messages.ts'

export class ApiError extends Error {
  readonly code: string
  readonly subject: string

  /** `subject` is what the message names: a parameter, a domain, an action. */
  constructor(code: string, subject = '') {
    super(code)
    this.name = 'ApiError'
    this.code = code
    this.subject = subject
  }

  textIn(language: Language): string {
    const text = messages[this.code] ?? messages[this.code.split('.')[0] ?? ''] ?? messages.InternalError
    return (text?.[language] ?? this.code).replace('{}', this.subject)
  }
}
