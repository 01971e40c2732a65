import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import ErrorBanner from '../../../src-renderer/components/ErrorBanner.vue'
import cloudSentences from '../../../src-renderer/i18n/en/cloud-errors.ts'
import { mountIn } from '../mount.ts'

afterEach(() => {
  document.body.innerHTML = ''
})

const refused = new AppError('cloud.refused', {
  details: { apiCode: 'AuthFailure.SecretIdNotFound', requestId: 'req-1', action: 'DescribeLiveDomains' },
})

describe('an error banner', () => {
  it('says what happened and what to do, in the language shown', () => {
    const error = new AppError('cloud.timeout', { params: { host: 'live.tencentcloudapi.com' } })
    expect(mountIn('en', ErrorBanner, { props: { error } }).text()).toContain(
      'live.tencentcloudapi.com did not answer in time. Try again.',
    )
    expect(mountIn('zh-CN', ErrorBanner, { props: { error } }).text()).toContain(
      'live.tencentcloudapi.com 未在时限内答复。',
    )
  })

  it('above data that is still shown says so in one sentence, and how old the data is', () => {
    const props = { error: new AppError('cloud.timeout', { params: { host: 'h' } }), staleSince: 1 }
    expect(mountIn('en', ErrorBanner, { props }).text()).toContain('Could not refresh: h did not answer in time.')
    expect(mountIn('zh-CN', ErrorBanner, { props }).text()).toContain('刷新失败：h 未在时限内答复。')
  })

  it('leads to the accounts where only those can mend it', () => {
    const href = (code: 'account.noKey' | 'account.tokenExpired' | 'internal') =>
      mountIn('en', ErrorBanner, { props: { error: new AppError(code) } })
        .find('a')
        .attributes('href')
    expect([href('account.noKey'), href('account.tokenExpired')]).toEqual(['/settings/accounts', '/settings/accounts'])
    expect(
      mountIn('en', ErrorBanner, { props: { error: new AppError('internal') } })
        .find('a')
        .exists(),
    ).toBe(false)
  })

  it('knows the cloud’s own codes, and keeps code and request id at hand', async () => {
    const wrapper = mountIn('en', ErrorBanner, { props: { error: refused } })
    expect(wrapper.text()).not.toContain('req-1')
    await wrapper.find('button[aria-expanded]').trigger('click')
    expect(wrapper.text()).toContain('AuthFailure.SecretIdNotFound')
    expect(wrapper.text()).toContain('req-1')
  })

  it.each([
    ['of a known family', 'RequestLimitExceeded.BrandNew', cloudSentences.RequestLimitExceeded],
    ['of no known family', 'BrandNew', 'The cloud refused the request (BrandNew).'],
  ])('has a sentence for a code nobody has listed, %s', (_which, apiCode, sentence) => {
    const error = new AppError('cloud.refused', { details: { apiCode } })
    expect(mountIn('en', ErrorBanner, { props: { error } }).text()).toContain(sentence)
  })

  it('never leaves a gap where a name is not known', () => {
    expect(mountIn('en', ErrorBanner, { props: { error: new AppError('cloud.proxy') } }).text()).toContain(
      'The proxy the proxy did not pass',
    )
  })

  it('above old data it says how old that is', () => {
    const wrapper = mountIn('en', ErrorBanner, { props: { error: refused, staleSince: Date.now() } })
    expect(wrapper.text()).toContain('Could not refresh:')
    expect(wrapper.text()).toMatch(/Data from \d\d:\d\d:\d\d\./)
  })

  it('offers to try again only where that is possible', () => {
    expect(mountIn('en', ErrorBanner, { props: { error: refused } }).text()).not.toContain('Try again')
    expect(mountIn('en', ErrorBanner, { props: { error: refused, onRetry: () => undefined } }).text()).toContain(
      'Try again',
    )
  })
})
