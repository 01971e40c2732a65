import { describe, expect, it } from 'vitest'
import { proxyFor } from '../../../src-main/core/cloud/proxy.ts'

const proxy = 'http://proxy.example.net:3128'
const isExempt = (url: string, noProxy: string) =>
  proxyFor(new URL(url), { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: noProxy }) === null

describe('the proxy of an address', () => {
  const env = { HTTPS_PROXY: 'http://secure.proxy:1', HTTP_PROXY: 'http://plain.proxy:1' }

  it('goes by the address’s scheme', () => {
    expect(proxyFor(new URL('https://api.example.com'), env)?.host).toBe('secure.proxy:1')
    expect(proxyFor(new URL('http://api.example.com'), env)?.host).toBe('plain.proxy:1')
    expect(proxyFor(new URL('https://api.example.com'), { HTTP_PROXY: proxy })).toBeNull()
  })

  it('is the lower-case name’s where both are set, and none where it is empty', () => {
    expect(proxyFor(new URL('https://a.b'), { ...env, https_proxy: proxy })?.host).toBe('proxy.example.net:3128')
    expect(proxyFor(new URL('https://a.b'), { HTTPS_PROXY: '' })).toBeNull()
  })
})

describe('NO_PROXY', () => {
  it.each([
    ['live.tencentcloudapi.com', 'live.tencentcloudapi.com'],
    ['live.tencentcloudapi.com', 'tencentcloudapi.com'],
    ['live.tencentcloudapi.com', '.tencentcloudapi.com'],
    ['live.tencentcloudapi.com', '*.tencentcloudapi.com'],
    ['live.tencentcloudapi.com', 'Live.TencentCloudApi.com:443'],
    ['live.tencentcloudapi.com', 'other.example, tencentcloudapi.com'],
    ['live.tencentcloudapi.com', 'other.example tencentcloudapi.com'],
    ['live.tencentcloudapi.com', '*'],
    ['10.1.2.3', '10.0.0.0/8'],
    ['10.1.2.3', '10.1.2.3'],
    ['[fd00::5]', 'fd00::/8'],
    ['[fd00::5]', 'fd00::5'],
  ])('%s is exempt by "%s"', (host, noProxy) => expect(isExempt(`https://${host}/`, noProxy)).toBe(true))

  it.each([
    ['live.tencentcloudapi.com', ''],
    ['live.tencentcloudapi.com', 'cloudapi.com'],
    ['live.tencentcloudapi.com', 'live.tencentcloudapi.com:8443'],
    ['live.tencentcloudapi.com', 'live'],
    ['10.1.2.3', '10.2.0.0/16'],
    ['10.1.2.3', '2.3'],
    ['10.1.2.3', '10.0.0.0/99'],
    ['10.1.2.3', 'fd00::/8'],
  ])('%s is not exempt by "%s"', (host, noProxy) => expect(isExempt(`https://${host}/`, noProxy)).toBe(false))

  it.each(['localhost', 'desk.localhost', '127.0.0.1', '127.9.9.9', '[::1]'])('%s needs no entry', (host) => {
    expect(isExempt(`http://${host}:8787/`, '')).toBe(true)
  })

  it('loopback look-alikes do', () => {
    expect(isExempt('http://127.0.0.1.example.com/', '')).toBe(false)
    expect(isExempt('http://notlocalhost/', '')).toBe(false)
  })
})
