import { createHmac } from 'node:crypto'

/** Tells two callback keys apart without holding either. */
export const keyFingerprint =
  (secret: Buffer) =>
  (key: string): string =>
    createHmac('sha256', secret).update(`known-key:${key}`).digest('base64url').slice(0, 22)
