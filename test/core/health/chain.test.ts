/** The links of a domain's chain that no cloud can be made to break at will: address, effect, events and pictures. */
import { describe, expect, it } from 'vitest'
import type { Binding } from '../../../src-main/contract/bindings.ts'
import type { Domain } from '../../../src-main/contract/domains.ts'
import type { ErrorShape } from '../../../src-main/contract/errors.ts'
import type { HealthLinkName } from '../../../src-main/contract/health.ts'
import type { AddressStatus } from '../../../src-main/contract/receiver.ts'
import type { Template } from '../../../src-main/contract/templates.ts'
import { judgeDomain } from '../../../src-main/core/health/chain.ts'
import type { HealthFacts, Part } from '../../../src-main/core/health/facts.ts'

const domain: Domain = {
  name: 'push.example.com',
  kind: 'push',
  enabled: true,
  createdAt: null,
  cname: { expected: '', current: '', ok: true },
  playArea: null,
}
const url = 'https://cb.example.com'
const error: ErrorShape = { code: 'cloud.timeout' }
const read = <T>(value: T): Part<T> => ({ value, error: null })
const notRead: Part<never> = { value: null, error }

const address: AddressStatus = { url, state: 'proven', checkedAt: 5, provenAt: 5, latencyMs: 1, error: null }
const template: Template = {
  id: 17,
  name: 'desk',
  description: '',
  urls: { streamBegin: `${url}/c/x/streamBegin` },
  unreadable: [],
  recordExceptionLevels: [],
  hasKey: true,
  keyIsWeak: false,
  toThisDesk: ['streamBegin'],
  toFormerAddress: [],
  usedBy: [{ domain: domain.name, app: '' }],
}
const effect = {
  state: 'inEffect',
  changedAt: 1,
  expectedFrom: 2,
  expectedBy: 3,
  since: 3,
  provenByEvent: null,
} as const
const binding: Binding = { domain: domain.name, app: '', templateId: 17, createdAt: 1, updatedAt: 1, effect }
const sound: HealthFacts = {
  domains: [],
  templates: read([template]),
  bindings: read([binding]),
  snapshotTemplates: read([]),
  snapshotRules: read([]),
  address,
  lastEvents: new Map([[domain.name, { any: { id: 9, at: 8 }, picture: { id: 7, at: 6 } }]]),
}

function linkOf(name: HealthLinkName, facts: Partial<HealthFacts>) {
  const found = judgeDomain(domain, { ...sound, ...facts })
  return found.find(({ link }) => link === name) ?? expect.fail(`no link ${name}`)
}
const withAddress = (change: Partial<AddressStatus>) => ({ address: { ...address, ...change } })
const withEffect = (change: Partial<Binding['effect']>) => ({
  bindings: read([{ ...binding, effect: { ...effect, ...change } }]),
})

describe('the address', () => {
  it('is fine only when it was proven', () => {
    expect(linkOf('address', {})).toMatchObject({ state: 'ok', params: { url, at: 5 } })
    expect(linkOf('address', withAddress({ state: 'unproven' }))).toMatchObject({
      state: 'waiting',
      reason: 'addressUntried',
      fix: { kind: 'proveAddress' },
    })
    expect(linkOf('address', withAddress({ state: 'none', url: null }))).toMatchObject({
      state: 'broken',
      reason: 'noAddress',
    })
    const failed = withAddress({ state: 'failed', error: { code: 'receiver.addressDns' } })
    expect(linkOf('address', failed)).toMatchObject({
      state: 'broken',
      reason: 'addressFailed',
      error: { code: 'receiver.addressDns' },
      fix: { kind: 'proveAddress' },
    })
  })

  it('of another server is none of this desk’s business', () => {
    const templates = read([{ ...template, toThisDesk: [] }])
    expect(linkOf('address', { templates, ...withAddress({ state: 'failed' }) })).toMatchObject({
      state: 'unknown',
      reason: 'otherServer',
    })
  })
})

describe('the effect', () => {
  it.each([
    [{}, { state: 'ok', params: { at: 3 } }],
    [{ provenByEvent: 9 }, { state: 'ok', params: { at: 3, event: 9 } }],
    [{ state: 'pending' }, { state: 'waiting', reason: 'pending', params: { until: 3 } }],
    [{ state: 'drifted' }, { state: 'warning', reason: 'drifted' }],
    [
      { state: 'silent', silent: { app: 'live', stream: 'show', since: 4 } },
      { state: 'broken', reason: 'silent', params: { stream: 'show' } },
    ],
    [{ state: 'unknown' }, { state: 'unknown', reason: 'unwatched' }],
  ] as [Partial<Binding['effect']>, object][])('%j is %j', (change, expected) => {
    expect(linkOf('effect', withEffect(change))).toMatchObject(expected)
  })
})

describe('events and pictures', () => {
  it('are fine when one has come, and unknown as long as none has', () => {
    const snapshotRules = read([{ domain: domain.name, app: 'live', stream: '', templateId: 3 }])
    expect(linkOf('events', {})).toMatchObject({ state: 'ok', params: { at: 8, event: 9 } })
    expect(linkOf('pictures', { snapshotRules })).toMatchObject({ state: 'ok', params: { at: 6, event: 7 } })
    const lastEvents = new Map()
    expect(linkOf('events', { lastEvents })).toMatchObject({ state: 'unknown', reason: 'noEventYet' })
    expect(linkOf('pictures', { lastEvents, snapshotRules })).toMatchObject({
      state: 'unknown',
      reason: 'noPictureYet',
    })
    expect(linkOf('pictures', { lastEvents })).toMatchObject({ state: 'unknown', reason: 'blocked' })
    const templates = read([{ ...template, toThisDesk: [] }])
    expect(linkOf('events', { lastEvents, templates })).toMatchObject({ state: 'unknown', reason: 'otherServer' })
  })
})

describe('what could not be read', () => {
  it.each([
    ['binding', { bindings: notRead }],
    ['effect', { bindings: notRead }],
    ['urls', { templates: notRead }],
    ['key', { templates: notRead }],
    ['address', { templates: notRead }],
    ['alertUrl', { templates: notRead }],
    ['snapshots', { snapshotRules: notRead }],
    ['detection', { snapshotTemplates: notRead }],
  ] as [HealthLinkName, Partial<HealthFacts>][])('leaves the %s unknown, with the reason', (name, facts) => {
    expect(linkOf(name, facts)).toMatchObject({ state: 'unknown', reason: 'notRead', error })
  })

  it('is not guessed at behind a missing link', () => {
    const bindings = read([])
    for (const name of ['urls', 'key', 'address', 'effect', 'alertUrl', 'detection'] as const)
      expect(linkOf(name, { bindings }), name).toMatchObject({ state: 'unknown', reason: 'blocked' })
  })
})
