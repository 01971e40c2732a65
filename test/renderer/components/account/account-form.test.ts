import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick } from 'vue'
import type { Account, AccountDraft, AccountTest } from '../../../../src-main/contract/account.ts'
import { startDesk } from '../../desk.ts'

vi.mock('../../../../src-renderer/client/index.ts', async () => (await import('../../desk.ts')).clientOfTest)
const { restMs, useAccountForm } = await import('../../../../src-renderer/components/account/account-form.ts')

const good: AccountTest = { ok: true, checks: [], clockSkewMs: 0, latencyMs: 40, domains: 3, tooStrong: false }
const existing: Account = {
  id: 'a1',
  name: 'Shows',
  site: 'intl',
  secretIdTail: 'mple',
  hasKey: true,
  hasToken: false,
  tokenExpiresAt: null,
  endpoint: null,
  practiceTimeScale: null,
}

let tested: { draft: AccountDraft; aborted: boolean }[]
let answer: (test: AccountTest) => void
const scopes: ReturnType<typeof effectScope>[] = []

function form(of: Account | null) {
  const scope = effectScope()
  scopes.push(scope)
  const created = scope.run(() => useAccountForm(of))
  if (!created) throw new Error('no form')
  return created
}

beforeEach(() => {
  // The connection's microtasks stay real.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  tested = []
  startDesk({
    account: {
      test: (input, { signal }) =>
        new Promise((resolve) => {
          const call = { draft: 'draft' in input ? input.draft : ({} as AccountDraft), aborted: false }
          tested.push(call)
          signal.addEventListener('abort', () => {
            call.aborted = true
          })
          answer = resolve
        }),
    },
  })
})

afterEach(() => {
  for (const scope of scopes.splice(0)) scope.stop()
  vi.useRealTimers()
})

const rest = async () => {
  await nextTick()
  await vi.advanceTimersByTimeAsync(restMs)
}

describe('a new account', () => {
  it('is tried once when the typing stops, with what stands there then', async () => {
    const { fields, test } = form(null)
    Object.assign(fields, { name: 'Shows', secretId: 'AKIDexample' })
    await rest()
    expect(tested).toHaveLength(0)
    for (const part of ['not', 'not-a', 'not-a-key']) {
      fields.secretKey = part
      await nextTick()
      await vi.advanceTimersByTimeAsync(restMs / 2)
    }
    expect(tested).toHaveLength(0)
    await rest()
    await vi.waitFor(() => expect(tested.map(({ draft }) => draft.secretKey)).toEqual(['not-a-key']))
    answer(good)
    await vi.waitFor(() => expect(test.value).toEqual(good))
  })

  it('takes an answer back when the key it was for has changed', async () => {
    const { fields, test, isTesting } = form(null)
    Object.assign(fields, { name: 'Shows', secretId: 'AKIDexample', secretKey: 'one' })
    await rest()
    await vi.waitFor(() => expect(tested).toHaveLength(1))
    expect(isTesting.value).toBe(true)
    fields.secretKey = 'two'
    await nextTick()
    await vi.waitFor(() => expect(tested[0]?.aborted).toBe(true))
    answer(good)
    await vi.advanceTimersByTimeAsync(1)
    expect(test.value).toBeNull()
    await rest()
    await vi.waitFor(() => expect(tested.map(({ draft }) => draft.secretKey)).toEqual(['one', 'two']))
  })

  it('is not tried again for a new name', async () => {
    const { fields } = form(null)
    Object.assign(fields, { name: 'Shows', secretId: 'AKIDexample', secretKey: 'one' })
    await rest()
    await vi.waitFor(() => expect(tested).toHaveLength(1))
    fields.name = 'Other'
    await rest()
    expect(tested).toHaveLength(1)
  })

  it('needs a name, a key and an endpoint that is one', () => {
    const { fields, problems, draft } = form(null)
    fields.endpoint = 'https://live.example.com/path'
    expect(problems.value).toEqual({
      name: 'nameEmpty',
      secretId: 'secretIdEmpty',
      secretKey: 'secretKeyEmpty',
      endpoint: 'endpoint',
    })
    expect(draft.value).toBeNull()
  })

  it('refuses a token that has expired', () => {
    const { fields, problems } = form(null)
    Object.assign(fields, {
      name: 'S',
      secretId: 'AKIDexample',
      secretKey: 'k',
      token: 't',
      tokenExpiresAt: '2020-01-01T00:00',
    })
    expect(problems.value).toEqual({ tokenExpiresAt: 'tokenExpired' })
  })
})

describe('an account that is edited', () => {
  it('keeps its key unless a new one is entered, and then wants both halves', () => {
    const { fields, problems, draft } = form(existing)
    fields.name = 'Shows abroad'
    expect(draft.value).toEqual({ id: 'a1', name: 'Shows abroad', site: 'intl', endpoint: null })
    fields.secretId = 'AKIDother'
    expect(problems.value).toEqual({ secretKey: 'secretKeyEmpty' })
  })

  it('a token is left, replaced or removed', () => {
    const { fields, draft } = form({ ...existing, hasToken: true })
    expect(draft.value).not.toHaveProperty('token')
    fields.token = 'fresh'
    expect(draft.value).toMatchObject({ token: 'fresh', tokenExpiresAt: null })
    fields.removeToken = true
    expect(draft.value).toMatchObject({ token: null })
  })
})
