import { describe, expect, it } from 'vitest'
import { createPaths } from '../../../../src-main/core/receiver/paths.ts'
import { proxySnippets } from '../../../../src-renderer/components/tunnel/snippets.ts'

describe('the snippets for a reverse proxy', () => {
  it('hold the names entered', () => {
    const made = proxySnippets({ url: 'https://cb.example.com', remotePort: '9000' })
    expect(made?.nginx).toContain('server_name cb.example.com;')
    expect(made?.nginx).toContain('proxy_pass http://127.0.0.1:9000;')
    expect(made?.nginx).toContain('listen 443 ssl;')
    expect(made?.caddy).toMatch(/^cb\.example\.com \{/)
    expect(made?.caddy).toContain('reverse_proxy 127.0.0.1:9000')
  })

  it('keep the Host header, by which the receiver knows its callers, and the prefix of an address that has one', () => {
    const made = proxySnippets({ url: 'https://cb.example.com:8443/desk', remotePort: '9000' })
    expect(made?.nginx).toContain('proxy_set_header Host $http_host;')
    expect(made?.nginx).toContain('location /desk/c/ {')
    expect(made?.nginx).toContain('listen 8443 ssl;')
    expect(made?.caddy).toContain('cb.example.com:8443 {\n    handle /desk/c/* {')
  })

  it('let through what this desk hands out paths for, and answer the rest themselves', () => {
    const made = proxySnippets({ url: 'https://cb.example.com', remotePort: '9000' })
    const { pathname } = new URL(createPaths(Buffer.alloc(32)).pathFor('abcdefgh', 'heartbeat'), 'https://a.example')
    expect(pathname.startsWith('/c/')).toBe(true)
    expect(made?.nginx).toMatch(/location \/c\/ \{[^}]+proxy_pass[^}]+\}\s+location \/ \{\s+return 404;/)
    expect(made?.caddy).toMatch(/handle \/c\/\* \{\s+reverse_proxy[^}]+\}\s+handle \{\s+respond 404/)
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
