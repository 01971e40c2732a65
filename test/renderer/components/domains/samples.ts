/** Domains, bindings and templates as the desk lists them, for the tests of both pages. */
import type { Binding, Effect } from '../../../../src-main/contract/bindings.ts'
import type { Domain } from '../../../../src-main/contract/domains.ts'
import type { Template } from '../../../../src-main/contract/templates.ts'

export const minute = 60_000
export const noon = Date.UTC(2026, 10, 22, 12)

export const unknownEffect: Effect = {
  state: 'unknown',
  changedAt: null,
  expectedFrom: null,
  expectedBy: null,
  since: null,
  provenByEvent: null,
}

/** Changed at `changedAt`, so expected 5 to 10 minutes later. */
export const pendingEffect = (changedAt: number): Effect => ({
  ...unknownEffect,
  state: 'pending',
  changedAt,
  expectedFrom: changedAt + 5 * minute,
  expectedBy: changedAt + 10 * minute,
})

export const provenEffect = (since: number, provenByEvent: number | null = 7): Effect => ({
  ...unknownEffect,
  state: 'inEffect',
  changedAt: since - minute,
  since,
  provenByEvent,
})

export const domain = (name: string, more: Partial<Domain> = {}): Domain => ({
  name,
  kind: 'push',
  enabled: true,
  createdAt: noon - 1000 * minute,
  cname: { expected: `${name}.cname.example.net`, current: `${name}.cname.example.net`, ok: true },
  playArea: null,
  ...more,
})

export const binding = (more: Partial<Binding> = {}): Binding => ({
  domain: 'push.example.com',
  app: '',
  templateId: 1000,
  createdAt: noon - 500 * minute,
  updatedAt: null,
  effect: unknownEffect,
  ...more,
})

export const template = (id: number, name: string, more: Partial<Template> = {}): Template => ({
  id,
  name,
  description: '',
  urls: { streamBegin: 'https://callback.example.com/begin' },
  unreadable: ['recordStatus'],
  recordExceptionLevels: [],
  hasKey: true,
  keyIsWeak: false,
  toThisDesk: [],
  toFormerAddress: [],
  usedBy: [],
  ...more,
})
