import { expect, it } from 'vitest'
import type { WayState } from '../../../../src-main/contract/tunnel.ts'
import { wayLine } from '../../../../src-renderer/components/tunnel/way-line.ts'

const state = (more: Partial<WayState>): WayState => ({
  id: 'a',
  name: 'Office',
  kind: 'ssh',
  state: 'up',
  url: 'https://cb.example.com',
  attempt: 1,
  since: 1000,
  nextTryAt: null,
  error: null,
  ...more,
})

it('says of a way in use what it does, and of a kept one nothing more than that', () => {
  expect(wayLine(null)).toMatchObject({ word: 'idle', hollow: true })
  expect(wayLine(state({}))).toEqual({ tone: 'ok', hollow: false, word: 'up', at: 1000 })
  expect(wayLine(state({ state: 'waiting', nextTryAt: 9000 }))).toMatchObject({ tone: 'danger', at: 9000 })
  expect(wayLine(state({ state: 'stopped' }))).toMatchObject({ tone: 'danger', word: 'stopped' })
})

it('is not green while there is trouble, nor where the desk runs nothing itself', () => {
  expect(wayLine(state({ error: { code: 'tunnel.cloudflaredNetwork' } }))).toMatchObject({
    tone: 'warning',
    word: 'troubled',
  })
  expect(wayLine(state({ state: 'listening' }))).toMatchObject({ tone: 'muted', hollow: true })
})
