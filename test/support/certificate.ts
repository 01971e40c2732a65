/** A self-signed certificate for 127.0.0.1 and given names, made here because node:crypto only reads them. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'

const tlv = (tag: number, ...parts: Buffer[]): Buffer => {
  const content = Buffer.concat(parts)
  const size = content.length
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
const sequence = (...parts: Buffer[]) => tlv(0x30, ...parts)
const oid = (hex: string) => tlv(0x06, Buffer.from(hex, 'hex'))
const octets = (content: Buffer) => tlv(0x04, content)
const utcTime = (at: number) =>
  tlv(0x17, Buffer.from(`${new Date(at).toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`))

const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'))
const name = sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from('local test')))))
const extension = (id: string, content: Buffer) => sequence(oid(id), octets(content))

export interface Certificate {
  readonly key: string
  readonly cert: string
}

export function createCertificate(names: readonly string[], { validTo = Date.now() + 86_400_000 } = {}): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const altNames = [tlv(0x87, Buffer.from([127, 0, 0, 1])), ...names.map((text) => tlv(0x82, Buffer.from(text)))]
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    name,
    sequence(utcTime(validTo - 10 * 86_400_000), utcTime(validTo)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(
      0xa3,
      sequence(
        extension('551d11', sequence(...altNames)),
        extension('551d13', sequence(tlv(0x01, Buffer.from([255])))),
      ),
    ),
  )
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, privateKey))
  const base64 = sequence(body, ecdsaWithSha256, signature)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
  }
}
