/**
 * JSON text with line breaks and indents added, and nothing else changed: numbers keep every digit, keys
 * their order, strings their escapes. What is no JSON comes back as it is.
 */
import { parseJson } from './json.ts'

const tokens = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g

export function indentJson(text: string): string {
  if (parseJson(text) === null) return text
  const found = text.match(tokens) ?? []
  let depth = 0
  const line = () => `\n${'  '.repeat(depth)}`
  return found
    .map((token, index) => {
      if (token === '{' || token === '[') {
        const isEmpty = found[index + 1] === '}' || found[index + 1] === ']'
        depth++
        return isEmpty ? token : token + line()
      }
      if (token === '}' || token === ']') {
        depth--
        const isEmpty = found[index - 1] === '{' || found[index - 1] === '['
        return isEmpty ? token : line() + token
      }
      if (token === ',') return token + line()
      return token === ':' ? ': ' : token
    })
    .join('')
}
