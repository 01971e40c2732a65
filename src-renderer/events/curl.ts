/** A delivery as a curl command that repeats it. Credentials in it are masked: the person fills in their own. */
import type { EventDetail } from '../../src-main/contract/events.ts'

const quote = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

export function toCurl({ path, body, headers }: Pick<EventDetail, 'path' | 'body' | 'headers'>, base: string): string {
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? 'application/json'
  return [
    `curl -X POST ${quote(base.replace(/\/$/, '') + path)}`,
    `-H ${quote(`Content-Type: ${contentType}`)}`,
    `--data-binary ${quote(body)}`,
  ].join(' \\\n  ')
}
