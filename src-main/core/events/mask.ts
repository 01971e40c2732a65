/**
 * Hides the credentials in what people see and export of a delivery: its signature, push secrets
 * (css-callbacks, section 15.7) and the path tokens of this desk, also inside JSON inside strings. The rest
 * stays byte for byte.
 */
const shapes: readonly [RegExp, string][] = [
  [/("sign\\*"\s*:\s*\\*")[^"\\]+/gi, '$1****'],
  [/(\btxSecret(?:=|%3D|\\*"\s*:\s*\\*"))[^&"'\s\\%]+/gi, '$1****'],
  [/((?:\\?\/|%2F)c(?:\\?\/|%2F)[a-z0-9]{8}\.)[A-Za-z0-9_-]{22}/gi, '$1****'],
]

/** Whether any of them may match: nearly every text that passes here holds none, and one look is cheaper than three. */
const mayHold = /sign\\*"|txSecret|c(?:\\?\/|%2F)[a-z0-9]{8}\./i

export function maskCredentials(text: string): string {
  if (!mayHold.test(text)) return text
  return shapes.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text)
}

const privateHeaders = new Set(['cookie', 'authorization', 'proxy-authorization'])

/** Request headers without those that carry credentials of a proxy in front. */
export const publicHeaders = (headers: readonly [string, string][]): [string, string][] =>
  headers
    .filter(([name]) => !privateHeaders.has(name.toLowerCase()))
    .map(([name, value]) => [name, maskCredentials(value)])
