/** Who has done something, as Activity tells it, when several people share a desk. */
import { expect, it } from 'vitest'
import { draftFor, startCloud, startDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
const template = {
  description: '',
  urls: { record: 'https://cb.example.com/record' },
  recordExceptionLevels: [],
  key: { action: 'keep' as const },
}

it('names whoever sits at the window a call came from', async () => {
  const cloud = await startCloud()
  const desk = await startDesk({ cloudTimeoutMs: 10_000 })
  await desk.client.account.save(draftFor(cloud))
  await desk.client.settings.set({ displayName: 'Dora' })
  const ann = desk.openWindow()
  await ann.moderators.enter({ id: (await desk.client.moderators.save({ name: 'Ann', role: 'operator' })).id })

  const { id } = await ann.templates.save({ ...template, name: 'hers' })
  await bindNow(ann, { domain, templateId: id })
  cloud.emit({ type: 1, domain, stream: 'room' })
  await ann.streams.cut({ domain, app: 'live', stream: 'room', reason: 'nudity' })
  await desk.client.templates.save({ ...template, name: 'ours' })

  const { entries } = await desk.client.activity.page({
    filter: { kinds: ['template.created', 'binding.created', 'stream.cut'] },
  })
  expect(entries.map(({ kind, actor }) => `${kind} ${actor}`)).toEqual([
    'template.created Dora',
    'stream.cut Ann',
    'binding.created Ann',
    'template.created Ann',
  ])
})
