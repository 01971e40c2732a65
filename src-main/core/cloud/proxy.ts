/**
 * Which proxy a request goes through, from the usual environment variables. Node's own agents know how to
 * speak to a proxy; the choice is made here, because Node takes `NO_PROXY=example.com` for that one host
 * only, where curl and most tools include its subdomains, and because it must be known which side of the
 * proxy a failure was on. Loopback never goes through a proxy: the practice cloud must work behind one.
 */
import { BlockList, isIP } from 'node:net'
import { AppError } from '../../contract/errors.ts'

export type ProxyEnv = Readonly<Record<string, string | undefined>>

/** The proxy for this address, or null. Lower-case names win, as in curl. */
export function proxyFor(url: URL, env: ProxyEnv): URL | null {
  const text = url.protocol === 'https:' ? env.https_proxy || env.HTTPS_PROXY : env.http_proxy || env.HTTP_PROXY
  if (!text || isExempt(url, env.no_proxy || env.NO_PROXY || '')) return null
  const proxy = URL.canParse(text) ? new URL(text) : null
  // The text is not repeated in the error: it may hold the proxy's password.
  if (!proxy?.hostname || !/^https?:$/.test(proxy.protocol))
    throw new AppError('cloud.proxy', {
      params: { host: url.host, proxy: '?' },
      details: { message: 'The proxy in the environment is not an http:// or https:// address.' },
    })
  return proxy
}

function isExempt(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost') || inSubnet(host, '127.0.0.0/8') || host === '::1')
    return true
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => exempts(entry, host, port))
}

function exempts(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  if (entry.includes('/')) return inSubnet(host, entry)
  const [, name = '', onlyPort] =
    /^(?:\*?\.)?\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? []
  if (onlyPort && onlyPort !== port) return false
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`))
}

function inSubnet(host: string, subnet: string): boolean {
  const [net = '', bits = ''] = subnet.split('/')
  const family = isIP(net)
  if (family === 0 || isIP(host) !== family || !/^\d+$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false
  const list = new BlockList()
  const type = family === 4 ? 'ipv4' : 'ipv6'
  list.addSubnet(net, Number(bits), type)
  return list.check(host, type)
}
