import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AppError } from '../../../../src-main/contract/errors.ts'
import type { TestResult } from '../../../../src-main/contract/template-tests.ts'
import TemplateSheet from '../../../../src-renderer/components/templates/TemplateSheet.vue'
import TestDialog from '../../../../src-renderer/components/templates/TestDialog.vue'
import { button, hasButton, mountPage, page, type } from '../../mount-page.ts'
import { noon, template } from '../domains/samples.ts'

enableAutoUnmount(afterEach)

const calls = { save: vi.fn(), deskUrls: vi.fn(), sendTest: vi.fn(), repeatTest: vi.fn() }
const urls = { streamBegin: 'https://cb.example.com/begin', snapshot: 'https://cb.example.com/shot' }

const result = (more: Partial<TestResult> = {}): TestResult => ({
  id: 'one',
  group: 'streamBegin',
  type: 1,
  host: 'cb.example.com',
  signed: true,
  validUntil: noon + 600_000,
  domain: 'push.example.com',
  toThisDesk: false,
  attempt: 1,
  sentAt: noon,
  ms: 35,
  status: 200,
  error: null,
  body: '{"code":0}',
  bodyIsCut: false,
  location: null,
  certificate: null,
  ...more,
})

beforeEach(() => {
  vi.resetAllMocks()
  calls.deskUrls.mockResolvedValue({ base: null, urls: {} })
  calls.sendTest.mockResolvedValue(result())
})

const press = async (label: string) => {
  button(label).click()
  await flushPromises()
}
const text = () => page().textContent ?? ''

async function openSheet(more: Record<string, unknown> = {}) {
  const source = { mode: 'edit', template: template(1000, 'events', { urls }) }
  await mountPage(
    TemplateSheet,
    { source, account: { id: 'a', name: 'A', site: 'cn' }, lost: null, calls, canOperate: true, ...more },
    '/templates',
  )
  await flushPromises()
}

async function sent(more: Partial<TestResult>): Promise<string> {
  calls.sendTest.mockResolvedValue(result(more))
  await openSheet()
  await press('Send test event: Stream started')
  return text()
}

describe('a test event from the editor', () => {
  it('goes to the saved address, and only where the field shows it', async () => {
    await openSheet()
    expect(hasButton('Send test event: Recording file')).toBe(false)
    type('Screenshot', 'https://cb.example.com/other')
    await flushPromises()
    expect(hasButton('Send test event: Screenshot')).toBe(false)
    await press('Send test event: Stream started')
    expect(calls.sendTest).toHaveBeenCalledWith(1000, 'streamBegin')
    expect(text()).toContain('200 in 35 ms')
    expect(text()).toContain('{"code":0}')
  })

  it('goes out again as the same event', async () => {
    calls.repeatTest.mockResolvedValue(result({ attempt: 2 }))
    await sent({})
    await press('Send again: Stream started')
    expect(calls.repeatTest).toHaveBeenCalledWith('one')
    expect(text()).toContain('attempt 2')
  })

  it('is not offered to those who may only look', async () => {
    await openSheet({ canOperate: false })
    expect(hasButton('Send test event: Stream started')).toBe(false)
  })

  it('says what a status other than 200 means to the cloud', async () => {
    expect(await sent({ status: 500 })).toContain('The cloud counts only 200 as received')
  })

  it('says where a redirect leads', async () => {
    const location = 'https://new.example.com/'
    expect(await sent({ status: 301, location })).toContain('redirects to https://new.example.com/')
  })

  it('says that nothing was signed', async () => {
    expect(await sent({ signed: false, validUntil: null })).toContain('none: the template has no key')
  })

  it('shows a certificate and why it is not trusted', async () => {
    const shown = await sent({
      status: null,
      body: '',
      error: { code: 'cloud.tls', params: { host: 'cb.example.com' }, details: { message: 'certificate has expired' } },
      certificate: {
        subject: 'cb.example.com',
        issuer: 'R11, Some Authority',
        validFrom: noon - 9,
        validTo: noon,
        problem: 'CERT_HAS_EXPIRED',
      },
    })
    expect(shown).toContain('No answer, 35 ms')
    expect(shown).toContain('No trusted encrypted connection to cb.example.com could be made')
    expect(shown).toContain('cb.example.com, issued by R11, Some Authority')
    expect(shown).toContain('not trusted: it has expired')
  })

  it('leads to Live when it came here', async () => {
    await sent({ toThisDesk: true })
    expect(page().querySelector('a[href="/live?q=stream:callback-desk-test"]')).not.toBeNull()
  })

  it('says why none was sent', async () => {
    calls.sendTest.mockRejectedValue(new AppError('template.noUrl'))
    await openSheet()
    await press('Send test event: Stream started')
    expect(text()).toContain('The template has no address for these events any more.')
  })
})

describe('test events for a whole template', () => {
  it('go to every address one after the other, whatever becomes of one', async () => {
    calls.sendTest.mockRejectedValueOnce(new AppError('cloud.timeout', { params: { host: 'x' } }))
    await mountPage(TestDialog, { template: template(1000, 'events', { urls, hasKey: false }), calls }, '/templates')
    await flushPromises()
    expect(text()).toContain('This template has no callback key')
    await press('Send all 2 test events')
    await vi.waitFor(() => expect(calls.sendTest).toHaveBeenCalledTimes(2))
    expect(calls.sendTest.mock.calls).toEqual([
      [1000, 'streamBegin'],
      [1000, 'snapshot'],
    ])
    await vi.waitFor(() => expect(text()).toContain('200 in 35 ms'))
  })
})
