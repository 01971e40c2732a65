/**
 * Test events: signed like the cloud's and posted to a URL of a template. The key is read for the moment of signing
 * and goes nowhere else; what comes back is stripped of the signature, should the server repeat what it was sent.
 */
import { createHash, randomInt, randomUUID } from 'node:crypto'
import type { ActivityState } from '../../contract/activity.ts'
import { AppError } from '../../contract/errors.ts'
import { type UrlGroup, urlGroups } from '../../contract/sites.ts'
import type { TestResult } from '../../contract/template-tests.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { Log } from '../log.ts'
import type { DeskUrls } from './desk-urls.ts'
import type { SentTest, SentTests } from './sent-tests.ts'
import type { Templates } from './templates.ts'
import { type TestPlace, testBody } from './test-body.ts'
import type { TestAnswer, TestPoster } from './test-post.ts'

export interface Tester {
  /** Throws `template.notFound`, `template.noUrl`, or the cloud's error when the template cannot be read. */
  send(templateId: number, group: UrlGroup, signal: AbortSignal): Promise<TestResult>
  /** Throws `template.testGone`. */
  repeat(id: string): Promise<TestResult>
}

export interface TesterParts {
  readonly requireAccount: RequireAccount
  readonly readAll: Templates['readAll']
  readonly deskUrls: Pick<DeskUrls, 'here'>
  /** null when the account has none. */
  readonly firstPushDomain: (account: ActiveAccount, signal: AbortSignal) => Promise<string | null>
  /** From where the active account's cloud sees the world. */
  readonly poster: () => TestPoster
  readonly sent: SentTests
  readonly mask: (text: string) => string
  readonly record: RecordActivity
  readonly log: Log
  readonly now: () => number
}

const validMs = 10 * 60_000
/** Where the account has no push domain at all. */
const nowhere = 'push.callback-desk-test.invalid'

export function createTester(parts: TesterParts): Tester {
  const { requireAccount, sent, now } = parts

  async function placeOf(
    account: ActiveAccount,
    bound: TestPlace | undefined,
    signal: AbortSignal,
  ): Promise<TestPlace> {
    if (bound) return { domain: bound.domain, app: bound.app || 'live' }
    return { domain: (await parts.firstPushDomain(account, signal)) ?? nowhere, app: 'live' }
  }

  async function make(account: ActiveAccount, templateId: number, group: UrlGroup, signal: AbortSignal) {
    const { templates, rules } = await parts.readAll(account, signal)
    const template = templates.find(({ id }) => id === templateId)
    if (!template) throw new AppError('template.notFound', { params: { id: templateId } })
    const url = template.urls[group]
    if (!url || !URL.canParse(url)) throw new AppError('template.noUrl', { params: { template: template.name } })
    const bound = rules.find((rule) => rule.templateId === templateId)
    const place = await placeOf(account, bound, signal)
    const at = now()
    const signature = sign(template.key, at)
    const test: SentTest = {
      id: randomUUID(),
      accountId: account.id,
      template: { id: template.id, name: template.name },
      group,
      url,
      domain: place.domain,
      body: JSON.stringify({ ...testBody(group, { ...place, at, nonce: digits() }), ...signature }),
      sign: signature?.sign ?? '',
      validUntil: signature ? signature.t * 1000 : null,
      madeAt: at,
    }
    // Before it goes out: it may be here before its answer is.
    sent.add(test)
    return test
  }

  async function deliver(test: SentTest): Promise<TestResult> {
    const { id, group, url, validUntil, domain } = test
    const attempt = sent.count(id)
    const poster = parts.poster()
    const sentAt = now()
    const startedAt = performance.now()
    const outcome = await poster.post(url, test.body).then(answered(test, parts.mask), failed(url, parts.log))
    const ms = Math.round(performance.now() - startedAt)
    const certificate = await poster.certificate(url)
    const result: TestResult = {
      id,
      group,
      type: urlGroups[group].types[0],
      host: new URL(url).host,
      signed: validUntil !== null,
      validUntil,
      domain,
      toThisDesk: parts.deskUrls.here({ [group]: url }).length > 0,
      attempt,
      sentAt,
      ms,
      ...outcome,
      certificate,
    }
    note(test, result)
    return result
  }

  function note({ accountId, template }: SentTest, { group, host, status, attempt, error }: TestResult): void {
    const after: ActivityState = { urlGroup: group, host, status, attempt: attempt > 1 ? attempt : null }
    const outcome = status === 200 ? {} : { outcome: 'failed' as const }
    parts.record({
      kind: 'template.tested',
      target: `${template.name} (${template.id})`,
      account: accountId,
      after,
      ...outcome,
      ...(error ? { error: AppError.fromShape(error) } : {}),
    })
  }

  return {
    send: async (templateId, group, signal) => deliver(await make(requireAccount(), templateId, group, signal)),
    async repeat(id) {
      const test = sent.find(id, requireAccount().id)
      if (!test) throw new AppError('template.testGone')
      return deliver(test)
    },
  }
}

/** md5(key + t), t in seconds as decimal text (css-callbacks, section 2); null without a key. */
function sign(key: string, at: number): { t: number; sign: string } | null {
  if (key === '') return null
  const t = Math.floor((at + validMs) / 1000)
  return { t, sign: createHash('md5').update(`${key}${t}`).digest('hex') }
}

const digits = () => [randomInt(1, 10), ...Array.from({ length: 18 }, () => randomInt(10))].join('')

type Outcome = Pick<TestResult, 'status' | 'error' | 'body' | 'bodyIsCut' | 'location'>

function answered(test: SentTest, mask: (text: string) => string) {
  const clean = (text: string) => mask(test.sign === '' ? text : text.replaceAll(test.sign, '****'))
  return ({ status, body, bodyIsCut, location }: TestAnswer): Outcome => ({
    status,
    error: null,
    body: clean(body),
    bodyIsCut,
    location: location === null ? null : clean(location).slice(0, 500),
  })
}

/** Practice failures name no host. */
const failed =
  (url: string, log: Log) =>
  (error: unknown): Outcome => {
    const isKnown = error instanceof AppError
    if (!isKnown) log.error('a test event failed', { error })
    const { code, params, details } = (isKnown ? error : new AppError('internal')).toShape()
    return {
      status: null,
      error: { code, params: { host: new URL(url).host, ...params }, ...(details ? { details } : {}) },
      body: '',
      bodyIsCut: false,
      location: null,
    }
  }
