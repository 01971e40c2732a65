/**
 * What a picture is called in an address: its event, with a code that only the desk can make. So only who was shown
 * a case can ask for its pictures; a locked window, or a viewer, cannot count through them.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

export interface PictureNames {
  nameOf(eventId: number): string
  /** null for a name this desk has not made. */
  eventOf(name: string): number | null
}

export function createPictureNames(secret: Buffer): PictureNames {
  // The prefix keeps these apart from what else the secret is used for (receiver/paths.ts).
  const codeOf = (eventId: number) =>
    createHmac('sha256', secret).update(`picture:${eventId}`).digest('base64url').slice(0, 22)
  return {
    nameOf: (eventId) => `${eventId}.${codeOf(eventId)}`,
    eventOf(name) {
      const [, digits, code = ''] = /^(\d{1,15})\.([\w-]{22})$/.exec(name) ?? []
      if (digits === undefined) return null
      const eventId = Number(digits)
      return timingSafeEqual(Buffer.from(code), Buffer.from(codeOf(eventId))) ? eventId : null
    },
  }
}
