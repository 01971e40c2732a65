import type { UrlGroup } from '../../../src-main/contract/sites.ts'
import type { TestResult } from '../../../src-main/contract/template-tests.ts'

export interface TestCalls {
  sendTest(templateId: number, group: UrlGroup): Promise<TestResult>
  /** The same event once more. */
  repeatTest(id: string): Promise<TestResult>
}
