import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { DomainHealth } from '../../../../src-main/contract/health.ts'
import { zoneAt } from '../../../../src-renderer/components/health/health-report.ts'
import { useHealthReport } from '../../../../src-renderer/components/health/use-health-report.ts'
import { i18n, type Locale } from '../../../../src-renderer/i18n/index.ts'
import { useDeskStore } from '../../../../src-renderer/stores/desk.ts'
import { mountPage } from '../../mount-page.ts'
import { chain, noon } from './samples.ts'

vi.mock('../../../../src-renderer/client/index.ts', () => ({
  client: {},
  connection: { state: 'online', onState: () => undefined },
}))
enableAutoUnmount(afterEach)

async function reportOf(rows: DomainHealth[], locale: Locale = 'en'): Promise<string> {
  let text = ''
  const Reader = defineComponent({
    setup() {
      i18n.global.locale.value = locale
      useDeskStore().info = { version: '1.2.3', host: 'headless', role: 'viewer', platform: 'linux', runtime: 'node' }
      text = useHealthReport()(rows, noon)
      return () => h('div')
    },
  })
  await mountPage(Reader)
  return text
}

const secret = 'x7k2.SECRETMAC'
const leaky = chain('push.example.com', {
  urls: {
    state: 'warning',
    reason: 'elsewhere',
    params: {
      template: `t https://user:${secret}@h.example/c/${secret}/all?key=${secret}`,
      host: `h.example/c/${secret}`,
    },
  },
  address: {
    state: 'broken',
    reason: 'addressFailed',
    params: { url: `https://user:${secret}@desk.example.com/c/${secret}/stream?token=${secret}`, at: 0 },
    error: { code: 'cloud.reset', params: {}, details: { message: `GET /c/${secret}`, requestId: 'req-1' } },
  },
  effect: { state: 'broken', reason: 'silent', params: { stream: `show?txSecret=${secret}` } },
  events: { params: { at: noon, event: 42 } },
})

describe('the report', () => {
  it('names the app a snapshot template is bound to, or that it holds for the whole domain', async () => {
    const bound = (app: string) => chain('push.example.com', { snapshots: { params: { template: 'pictures', app } } })
    expect(await reportOf([bound('live')])).toContain('Snapshot template pictures is bound to app live of the domain.')
    expect(await reportOf([bound('')])).toContain('Snapshot template pictures is bound to the whole domain.')
  })

  it('says site, version, the time with its zone, and each link in a sentence with its ids', async () => {
    const text = await reportOf([chain('push.example.com', { events: { params: { at: noon, event: 42 } } })])
    expect(text).toContain('# Health of live-stream callbacks')
    expect(text).toContain('- Callback Desk 1.2.3')
    expect(text).toContain(`(${zoneAt(noon)})`)
    expect(text).toContain('## push.example.com')
    expect(text).toContain('- **OK** · Callback template: Template events is bound to the whole domain.')
    expect(text).toMatch(/Events arrive: The last event of this domain came .*2026.* \(event 42\)/)
  })

  it('lets no token, key or path out, and keeps the host', async () => {
    const text = await reportOf([leaky])
    expect(text).not.toContain(secret)
    expect(text).not.toContain('/c/')
    expect(text).toContain('lead to h.example, not to this desk')
    expect(text).toContain('A heartbeat sent to desk.example.com did not come back.')
    expect(text).toContain('error cloud.reset, request ID req-1')
  })

  it('takes the marks of Markdown out of names that strangers choose', async () => {
    const stream = '[x](http://evil.example)\n# <img>'
    const text = await reportOf([
      chain('a.example', { effect: { state: 'broken', reason: 'silent', params: { stream } } }),
    ])
    expect(text).not.toMatch(/^# <img>/m)
    expect(text).not.toContain('[x](')
    expect(text).toContain('evil')
  })

  it('speaks the language of the page', async () => {
    const text = await reportOf([leaky], 'zh-CN')
    expect(text).toContain('心跳没有返回')
    expect(text).toMatch(/公网地址.*：.*（错误 cloud\.reset，请求 ID req-1）/)
    const sentences = text.split('\n').filter((line) => line.startsWith('- **'))
    for (const line of sentences) expect(line).not.toMatch(/: |[()]/)
  })

  it('names a zone by its distance to UTC', () => {
    expect(zoneAt(noon)).toMatch(/^UTC[+-]\d\d:\d\d, \S+$/)
  })
})
