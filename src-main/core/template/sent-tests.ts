/**
 * The test events this desk has sent, in memory: to send them again byte for byte, and to know them when they arrive
 * here. They are known by their whole body, which holds a number nobody can guess, so that an outsider cannot pass
 * an event off as a test: the most they can do is to repeat one.
 */
import { hash } from 'node:crypto'
import type { UrlGroup } from '../../contract/sites.ts'
import { testLifeMs } from '../../contract/template-tests.ts'

export interface SentTest {
  readonly id: string
  readonly accountId: string
  readonly template: { readonly id: number; readonly name: string }
  readonly group: UrlGroup
  readonly url: string
  readonly domain: string
  readonly body: string
  /** What must not come back in an answer; '' without a key. */
  readonly sign: string
  /** Epoch milliseconds of `t`; null without a key. */
  readonly validUntil: number | null
  readonly madeAt: number
}

export interface SentTests {
  add(test: SentTest): void
  /** One of this account; null when it is gone. */
  find(id: string, accountId: string): SentTest | null
  /** Counts the sendings of a test from 1. */
  count(id: string): number
  /** Whether this is the body of one of them. Costs nothing while there are none. */
  holds(body: Uint8Array): boolean
}

const most = 500

export function createSentTests({ now = Date.now }: { now?: () => number } = {}): SentTests {
  const byId = new Map<string, { test: SentTest; attempts: number }>()
  const byBody = new Map<string, SentTest>()
  const digest = (body: Uint8Array | string) => hash('sha256', body, 'base64')

  function forget({ id, body }: SentTest): void {
    byId.delete(id)
    byBody.delete(digest(body))
  }

  /** Oldest first, so it ends at the first that is young enough. */
  function tidy(room = 0): void {
    for (const { test } of byId.values()) {
      if (byId.size + room <= most && now() - test.madeAt < testLifeMs) return
      forget(test)
    }
  }

  return {
    add(test) {
      tidy(1)
      byId.set(test.id, { test, attempts: 0 })
      byBody.set(digest(test.body), test)
    },
    find(id, accountId) {
      tidy()
      const test = byId.get(id)?.test
      return test?.accountId === accountId ? test : null
    },
    count(id) {
      const found = byId.get(id)
      if (found) found.attempts += 1
      return found?.attempts ?? 1
    },
    holds(body) {
      if (byBody.size === 0) return false
      tidy()
      return byBody.has(digest(body))
    },
  }
}
