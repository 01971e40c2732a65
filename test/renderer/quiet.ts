/** What Vue, its router or its words warn of is a mistake in a component, so the test that met it fails. */
import { afterEach, beforeEach, expect } from 'vitest'

const warn = console.warn
let warnings: string[] = []

beforeEach(() => {
  warnings = []
  console.warn = (...said: unknown[]) => {
    const text = said.map(String).join(' ')
    if (/^\[(Vue warn|Vue Router warn|intlify)\]/.test(text)) warnings.push(text)
    else warn(...said)
  }
})

afterEach(() => {
  console.warn = warn
  expect(warnings).toEqual([])
})
