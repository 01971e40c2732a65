import fc from 'fast-check'
import { expect, it } from 'vitest'
import { indentJson } from '../../../src-renderer/events/indent-json.ts'

it('changes nothing but the white space: digits, order and escapes stay', () => {
  const text = '{"b":3266441426274648065,"a":[1.10,{"x":"\\u4e2d,{]"}],"e":{},"f":[]}'
  expect(indentJson(text)).toBe(
    '{\n  "b": 3266441426274648065,\n  "a": [\n    1.10,\n    {\n      "x": "\\u4e2d,{]"\n    }\n  ],\n  "e": {},\n  "f": []\n}',
  )
})

it('indents like JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      if (value === null) return
      expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    }),
  )
})

it('leaves what is no JSON alone', () => {
  expect(indentJson('<html>  x')).toBe('<html>  x')
})
