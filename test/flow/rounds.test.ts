/** What the desk finds out without being asked. */
import { expect, it, vi } from 'vitest'
import type { Notice } from '../../src-main/contract/desk.ts'
import { call } from '../practice/helpers.ts'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
const app = 'quiet'

it('notices what somebody else has changed, and says so until it is settled', async () => {
  const cloud = await startCloud()
  const desk = await startDesk({ roundMs: 200 })
  const { client } = desk
  await client.account.save(draftFor(cloud))
  let notices: Notice[] = []
  client.desk.status({}, { onItem: (status) => (notices = status.notices), onEnd: () => {} })
  const drifted = () => notices.find(({ code }) => code === 'config.drifted')?.params
  // What is found at the first look is what is known.
  const looks = () => cloud.calls().filter(({ action }) => action === 'DescribeLiveDomains').length
  await vi.waitFor(() => expect(looks()).toBeGreaterThan(1), { timeout: 60_000 })
  expect(drifted()).toBeUndefined()

  await call(cloud, 'ForbidLiveDomain', { DomainName: domain })
  await vi.waitFor(() => expect(drifted()).toEqual({ count: 1 }), { timeout: 60_000 })
  const { items } = await client.config.drift({})
  expect(items).toMatchObject([{ target: domain, before: { enabled: true }, after: { enabled: false } }])
  await client.config.acceptDrift({ keys: items.map(({ key }) => key) })
  await vi.waitFor(() => expect(drifted()).toBeUndefined())
})

// The practice cloud's DNS is made to lead nowhere.
it('calls a binding silent under which nothing arrives, with the stream', async () => {
  const { client, practice } = await startDesk({ roundMs: 1000 })
  await client.practice.start({ site: 'cn', timeScale: 600 })
  const { urls } = await client.templates.deskUrls({})
  const { id } = await client.templates.save({
    name: 'desk',
    description: '',
    urls,
    recordExceptionLevels: ['error'],
    key: { action: 'set', key: 'k'.repeat(32) },
  })
  // An app of its own, on which nobody else streams.
  await bindNow(client, { domain, app, templateId: id })
  const effect = async () => (await client.bindings.list({})).items.find((each) => each.app === app)?.effect
  // A stream's start is told in whole seconds: only one that is surely younger than the binding counts.
  await vi.waitFor(async () => expect(Date.now()).toBeGreaterThan(((await effect())?.expectedBy ?? Infinity) + 1000), {
    timeout: 60_000,
  })

  practice().resolve({ 'desk.practice.example': '127.0.0.1:1' })
  practice().emit({ type: 1, domain, app, stream: 'unheard' })
  await vi.waitFor(
    async () => expect(await effect()).toMatchObject({ state: 'silent', silent: { stream: 'unheard' } }),
    {
      timeout: 60_000,
      interval: 500,
    },
  )
})
