/** Test events, sent from where the active account's cloud would send them. */
import { shownAnswerBytes } from '../../contract/template-tests.ts'
import { listDomains } from '../cloud/domains.ts'
import { maskCredentials } from '../events/mask.ts'
import { readCertificate } from '../template/certificate.ts'
import type { DeskUrls } from '../template/desk-urls.ts'
import { createTester, type Tester } from '../template/send-test.ts'
import type { Templates } from '../template/templates.ts'
import { createTestPoster, readAnswer, type TestPoster } from '../template/test-post.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import type { Reception } from './reception.ts'

export function createTesting(
  { activity, log, now }: Ground,
  { active, isPracticeActive }: Identity,
  { practice, sentTests }: Reception,
  { templates, deskUrls }: { templates: Templates; deskUrls: DeskUrls },
): Tester {
  const world = createTestPoster(readCertificate)
  const practiceWorld: TestPoster = {
    async post(url, body) {
      const answer = await practice.fetch(url, body)
      const shown = readAnswer(Buffer.from(answer.body).subarray(0, shownAnswerBytes + 1))
      return { status: answer.status, ...shown, location: null }
    },
    // Its names lead nowhere but to this machine.
    certificate: async () => null,
  }
  return createTester({
    requireAccount: active.require,
    readAll: templates.readAll,
    deskUrls,
    async firstPushDomain({ cloud }, signal) {
      const all = await listDomains(cloud, { signal })
      return all.find(({ kind }) => kind === 'push')?.name ?? null
    },
    poster: () => (isPracticeActive() ? practiceWorld : world),
    sent: sentTests,
    mask: maskCredentials,
    record: activity.record,
    log,
    now,
  })
}
