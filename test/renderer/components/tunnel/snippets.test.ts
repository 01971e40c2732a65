import { describe, expect, it } from 'vitest'
import { proxySnippets } from '../../../../src-renderer/components/tunnel/snippets.ts'

describe('the snippets for a reverse proxy', () => {
  it('hold the names entered', () => {
    const made = proxySnippets({ url: 'https://cb.example.com', remotePort: '9000' })
    expect(made?.nginx).toContain('server_name cb.example.com;')
    expect(made?.nginx).toContain('proxy_pass http://127.0.0.1:9000;')
    expect(made?.nginx).toContain('listen 443 ssl;')
    expect(made?.caddy).toBe('cb.example.com {\n    reverse_proxy 127.0.0.1:9000\n}\n')
  })

  it('keep the Host header, by which the receiver knows its callers, and the prefix of an address that has one', () => {
    const made = proxySnippets({ url: 'https://cb.example.com:8443/desk', remotePort: '9000' })
    expect(made?.nginx).toContain('proxy_set_header Host $http_host;')
    expect(made?.nginx).toContain('location /desk/ {')
    expect(made?.nginx).toContain('listen 8443 ssl;')
    expect(made?.caddy).toContain('cb.example.com:8443 {\n    reverse_proxy /desk/* 127.0.0.1:9000')
  })

  it.each([
    ['', '9000'],
    ['http://cb.example.com', '9000'],
    ['https://cb.example.com', ''],
    ['nonsense', '9000'],
  ])('are none for %j and port %j', (url, remotePort) => {
    expect(proxySnippets({ url, remotePort })).toBeNull()
  })
})
