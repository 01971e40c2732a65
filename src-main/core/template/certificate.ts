/**
 * The certificate a server shows for a name, whether or not it is accepted: on a connection of its own, over which
 * nothing is sent. The connection of a refused one is gone before anybody could look at it.
 */
import { isIP } from 'node:net'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import type { TestCertificate } from '../../contract/template-tests.ts'

/** null when no certificate came within the time, or at all. Never rejects. */
export function readCertificate(url: URL, timeoutMs: number): Promise<TestCertificate | null> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(url.port || 443),
      ...(isIP(host) ? {} : { servername: host }),
      // To be looked at, not trusted: why it is not accepted is part of the answer.
      rejectUnauthorized: false,
    })
    const finish = (found: TestCertificate | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(found)
    }
    const timer = setTimeout(() => finish(null), timeoutMs)
    socket.on('secureConnect', () => finish(describe(socket)))
    socket.on('error', () => finish(null))
    socket.on('close', () => finish(null))
  })
}

function describe(socket: TLSSocket): TestCertificate | null {
  const certificate = socket.getPeerCertificate()
  if (!certificate.valid_to) return null
  const reason: unknown = socket.authorizationError
  return {
    subject: nameOf(certificate.subject, certificate.subjectaltname),
    issuer: nameOf(certificate.issuer),
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
    problem: socket.authorized ? null : String(reason instanceof Error ? reason.message : reason).slice(0, 200),
  }
}

/** Certificates of today often have names in the list of alternative ones only. */
function nameOf(name: PeerCertificate['subject'] | undefined, alternatives = ''): string {
  const { CN, O } = name ?? {}
  const [common, organisation] = [CN, O].map((value) => (Array.isArray(value) ? value[0] : value))
  const text = [common, organisation].filter((value) => value !== undefined && value !== '').join(', ')
  return (text || alternatives.replaceAll(/\bDNS:/g, '')).slice(0, 300)
}
