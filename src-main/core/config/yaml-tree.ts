/**
 * Reads YAML text into plain values and remembers where each stands. Made for text from anywhere: nothing is
 * resolved that could grow (aliases), run or surprise (tags, merge keys), and no amount of it hangs the desk.
 */
import { isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import type { ConfigProblemCode } from '../../contract/config.ts'

export interface Place {
  readonly line: number
  readonly column: number
}

export interface Fault {
  readonly code: ConfigProblemCode
  readonly place: Place | null
  readonly path: readonly PropertyKey[]
  readonly params: Record<string, string | number>
}

export interface Tree {
  readonly value: unknown
  /** Where the value at a path stands; for one that is not there, what would hold it. */
  placeOf(path: readonly PropertyKey[]): Place | null
  /** Where the name of a field stands. */
  placeOfKey(path: readonly PropertyKey[], key: string): Place | null
  readonly faults: readonly Fault[]
}

/** Deeper than anything the format holds. */
const maxDepth = 20
const maxFaults = 100
/**
 * The parser takes up to 50 µs for each piece of the text (a word, a sign, a line's indentation) and cannot be
 * interrupted. A hundred domains with twenty apps each are 20,000 pieces.
 */
const maxPieces = 60_000

export const isTooMuch = (text: string): boolean => {
  let pieces = 0
  for (const _ of new Lexer().lex(text)) if (++pieces > maxPieces) return true
  return false
}

const codes: Readonly<Record<string, ConfigProblemCode>> = {
  BAD_INDENT: 'indent',
  TAB_AS_INDENT: 'tab',
  MISSING_CHAR: 'unclosed',
  MULTIPLE_DOCS: 'manyDocuments',
  BAD_ALIAS: 'alias',
  ALIAS_PROPS: 'alias',
  TAG_RESOLVE_FAILED: 'tag',
}

export function readTree(text: string): Tree {
  const lines = new LineCounter()
  // Names are compared here: the parser would take time squared in the number of fields.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'error',
    merge: false,
    resolveKnownTags: false,
  })
  const faults: Fault[] = document.errors.slice(0, maxFaults).map(toFault)
  const keys = new Map<Node, ReadonlyMap<string, Node>>()
  const root = document.contents as Node | null
  const value = root === null ? null : toValue(root, [])

  function placeAt(node: Node | null | undefined): Place | null {
    return node?.range ? placeOfOffset(node.range[0]) : null
  }
  function placeOfOffset(offset: number): Place {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  function toFault({ code, message, pos }: YAMLError): Fault {
    return {
      code: codes[code] ?? 'syntax',
      place: placeOfOffset(pos[0]),
      path: [],
      params: { message: message.slice(0, 200) },
    }
  }
  function fault(
    code: ConfigProblemCode,
    node: Node,
    path: readonly PropertyKey[],
    params: Fault['params'] = {},
  ): null {
    if (faults.length < maxFaults) faults.push({ code, place: placeAt(node), path, params })
    return null
  }

  function toValue(node: Node, path: readonly PropertyKey[]): unknown {
    if (isAlias(node)) return fault('alias', node, path)
    if (path.length > maxDepth) return fault('syntax', node, path.slice(0, 3), { message: 'nested too deeply' })
    if (node.tag !== undefined && !ownTags.includes(node.tag)) return fault('tag', node, path, { tag: node.tag })
    if (isSeq(node)) return node.items.map((item, index) => (item ? toValue(item as Node, [...path, index]) : null))
    if (isMap(node)) return toObject(node, path)
    return isScalar(node) ? node.value : null
  }

  function toObject(map: Node & { items: { key: unknown; value: unknown }[] }, path: readonly PropertyKey[]): object {
    const found = new Map<string, Node>()
    const object: Record<string, unknown> = Object.create(null)
    for (const pair of map.items) {
      const keyNode = pair.key as Node
      if (!isScalar(keyNode)) {
        fault(isAlias(keyNode) ? 'alias' : 'syntax', keyNode ?? map, path, { message: 'a name is not plain text' })
        continue
      }
      const key = String(keyNode.value)
      // No field has this name, and the checks that follow would pass over it.
      if (key === '__proto__') fault('unknownField', keyNode, path, { field: key, known: '' })
      else if (found.has(key)) fault('duplicateField', keyNode, [...path, key], { field: key })
      else object[key] = pair.value ? toValue(pair.value as Node, [...path, key]) : null
      found.set(key, keyNode)
    }
    keys.set(map, found)
    return object
  }

  function nodeAt(path: readonly PropertyKey[]): Node | null {
    let node = root
    for (const step of path) {
      const next = isMap(node)
        ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))?.value
        : isSeq(node)
          ? node.items[Number(step)]
          : null
      if (!next || (next as Node).range == null) return node
      node = next as Node
    }
    return node
  }

  return {
    value,
    faults,
    placeOf: (path) => placeAt(nodeAt(path)),
    placeOfKey(path, key) {
      const map = nodeAt(path)
      return placeAt((map && keys.get(map)?.get(key)) ?? map)
    },
  }
}

const ownTags = ['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq']
