/**
 * Which addresses pictures may come from (security I2). A name is resolved once, every address it has must be
 * public, and the connection goes to exactly the address that was looked at: a resolver that answers differently
 * the second time is never asked a second time.
 */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

export interface Address {
  readonly address: string
  readonly family: 4 | 6
}

export type Resolve = (host: string) => Promise<readonly Address[]>

export const resolveHost: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }))

/** Not reachable from everywhere, or not one host: RFC 6890 and its successors. */
const closed = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  closed.addSubnet(net, bits, 'ipv4')

/** Only global unicast (2000::/3) is public; of it documentation, 6to4 and Teredo are not, since they carry IPv4. */
const globalUnicast = new BlockList()
globalUnicast.addSubnet('2000::', 3, 'ipv6')
const closed6 = new BlockList()
for (const [net, bits] of [
  ['2001:db8::', 32],
  ['2001::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  closed6.addSubnet(net, bits, 'ipv6')

/** False also for IPv4 in an IPv6 coat (::ffff:127.0.0.1, 64:ff9b::…): none of them is global unicast. */
export function isPublic(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed.check(address, 'ipv4')
  return family === 6 && globalUnicast.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
}

/** The cloud's object storage, where snapshots lie (css-callbacks, section 9; the bucket's own domain names). */
export const builtInHosts: readonly string[] = ['*.myqcloud.com', '*.tencentcos.cn', '*.tencentcos.com']

/** `*.example.com` stands for every host below it. */
export function isListed(host: string, list: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/\.$/, '')
  return list.some((entry) => (entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : name === entry))
}
