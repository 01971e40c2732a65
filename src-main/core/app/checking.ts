/** The health of domains, joined with what it reads and with the hands that mend it. */
import { AppError } from '../../contract/errors.ts'
import type { Template, TemplateUrls } from '../../contract/templates.ts'
import { isReal } from '../events/events.ts'
import { createHealth, type Health } from '../health/health.ts'
import type { Wish } from '../plan/wish.ts'
import type { Ground } from './ground.ts'
import type { Identity } from './identity.ts'
import type { Reception } from './reception.ts'
import type { Subjects } from './subjects.ts'

export function createChecking(
  { now }: Ground,
  { accounts, active }: Identity,
  { events, prover }: Reception,
  { domains, templates, bindings, plans, rotations, moves }: Subjects,
): Health {
  const apply = async (domain: string, wish: Wish, signal: AbortSignal) => {
    const plan = await plans.make([wish], signal)
    if (plan.items.some(({ conflict }) => conflict !== null))
      throw new AppError('health.changed', { params: { domain } })
    await plans.applyNow(plan.id)
  }
  const deskUrlsOf = ({ id }: Template): TemplateUrls => {
    const { base, urls } = templates.deskUrls(id)
    if (base === null) throw new AppError('receiver.noAddress')
    return urls
  }
  const save = async (template: Template, urls: TemplateUrls, signal: AbortSignal) => {
    const { id, name, description, recordExceptionLevels } = template
    await templates.save({ id, name, description, urls, recordExceptionLevels, key: { action: 'keep' } }, signal)
  }
  return createHealth({
    requireAccount: active.require,
    sources: {
      domains: async (signal) => (await domains.list(signal)).items,
      templates: async (signal) => (await templates.list(signal)).items,
      bindings: async (signal) => (await bindings.list(signal)).items,
      address: prover.status,
      async lastEvent(domain, types) {
        const filter = { domain, ...(types.length > 0 && { types: [...types] }) }
        // More than a template's worth of this desk's own tests may be the newest.
        const { rows } = await events.page(accounts.activeId(), { filter, limit: 50 })
        const last = rows.find(isReal)
        return last ? { id: last.id, at: last.receivedAt } : null
      },
    },
    hands: {
      enableDomain: (domain, signal) => apply(domain, { subject: 'domain', domain, enabled: true }, signal),
      bind: (domain, id, signal) => apply(domain, { subject: 'rule', domain, app: '', template: { id } }, signal),
      bindSnapshots: (domain, app, { id, name }, signal) =>
        apply(domain, { subject: 'snapshots', domain, app, template: { id, name } }, signal),
      turnOnDetection: (domain, { id, name }, signal) =>
        apply(domain, { subject: 'detection', template: { id, name }, detects: true }, signal),
      useDeskUrls: (template, signal) => save(template, deskUrlsOf(template), signal),
      addAlertUrl(template, signal) {
        const { pornCensorship = '' } = deskUrlsOf(template)
        return save(template, { ...template.urls, pornCensorship }, signal)
      },
      async moveUrls(templateId) {
        await moves.start([templateId], new AbortController().signal)
      },
      async makeKey(templateId) {
        await rotations.rotate(templateId)
      },
      async proveAddress() {
        await prover.prove()
      },
    },
    now,
  })
}
