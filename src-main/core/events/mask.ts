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

/** `sign":"x`; most header values are shorter. */
const shortest = 8

export function maskCredentials(text: string): string {
  if (text.length < shortest || !mayHold.test(text)) return text
  return shapes.reduce((masked, [shape, replacement]) => masked.replace(shape, replacement), text)
}

const privateHeaders = new Set(['cookie', 'authorization', 'proxy-authorization'])
const privateLengths = new Set([...privateHeaders].map(({ length }) => length))

/** Request headers, as Node lists them, in pairs and without those that carry credentials of a proxy in front. */
export function publicHeaders(raw: readonly string[]): [string, string][] {
  const shown: [string, string][] = []
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? ''
    if (!isPrivate(name)) shown.push([name, maskCredentials(raw[at + 1] ?? '')])
  }
  return shown
}

const isPrivate = (name: string) => privateLengths.has(name.length) && privateHeaders.has(name.toLowerCase())
