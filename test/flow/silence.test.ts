/** A binding under which nothing arrives, on the practice cloud: its DNS is made to lead nowhere. */
import { expect, it, vi } from 'vitest'
import { startDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
const app = 'quiet'

it('is called silent, with the stream', { timeout: 120_000 }, async () => {
  const { client, practice } = await startDesk()
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
    timeout: 20_000,
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
