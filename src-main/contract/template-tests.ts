/** Test events: sent from this desk to a template's URL as the cloud would send them. The callback key stays inside. */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'
import { UrlGroup } from './sites.ts'

/** The stream every test event speaks of. */
export const testStream = 'callback-desk-test'
/** What is shown of an answer. */
export const shownAnswerBytes = 4096
/** How long a test can be sent again, and is known as one when it arrives here. */
export const testLifeMs = 60 * 60_000

export const TestCertificate = z.object({
  /** The names it was made out to and by whom, as one line each. */
  subject: z.string(),
  issuer: z.string(),
  validFrom: z.number(),
  validTo: z.number(),
  /** Why this machine does not trust it, by the name Node gives the reason (`CERT_HAS_EXPIRED`); null = it does. */
  problem: z.string().nullable(),
})
export type TestCertificate = z.infer<typeof TestCertificate>

export const TestResult = z.object({
  /** For sending the very same body again. */
  id: z.string(),
  group: UrlGroup,
  type: z.number().int(),
  /** Host of the URL it went to. */
  host: z.string(),
  /** False when the template has no key: then nothing is signed. */
  signed: z.boolean(),
  /** `t`; null without a signature. */
  validUntil: z.number().nullable(),
  domain: z.string(),
  /** Whether the URL leads to this desk, so that the event appears in Live. */
  toThisDesk: z.boolean(),
  /** 1 for the first sending. */
  attempt: z.number().int(),
  sentAt: z.number(),
  /** Until the whole answer was read, or failed. */
  ms: z.number(),
  /** null = no answer came; then `error` says why. The cloud counts exactly 200 as received. */
  status: z.number().int().nullable(),
  error: ErrorShape.nullable(),
  /** The beginning of the answer, credentials masked. */
  body: z.string(),
  bodyIsCut: z.boolean(),
  /** Where a redirect leads; the cloud does not follow it. */
  location: z.string().nullable(),
  /** null for http, and where it could not be read. */
  certificate: TestCertificate.nullable(),
})
export type TestResult = z.infer<typeof TestResult>

export const templateTestCalls = {
  /**
   * Sends an event of the group's type to the URL the template has for it. An answer of any kind, or none, is a
   * result. Throws `template.notFound`, `template.noUrl`, or the cloud's error when the template cannot be read.
   */
  sendTest: procedure(z.strictObject({ templateId: z.number().int(), group: UrlGroup }), TestResult, {
    role: 'operator',
  }),
  /** The same body to the same URL, as the cloud repeats itself. Throws `template.testGone` after an hour. */
  repeatTest: procedure(z.strictObject({ id: z.string().max(100) }), TestResult, { role: 'operator' }),
}
