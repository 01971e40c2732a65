/** Which key an event was signed with can be told only once both are known: what came while the cloud was asked says nothing. */
import { expect, it } from 'vitest'
import { createRotations } from '../../../src-main/core/template/rotations.ts'
import { quietLog } from '../../support/receiving-desk.ts'

it('takes no event for signed with the new key that came while the cloud was still being asked', async () => {
  let at = 1_000_000
  const asked = Promise.withResolvers<void>()
  const rotations = createRotations({
    requireAccount: () => ({ id: 'acc', timeScale: 1 }) as never,
    change: (async () => asked.promise) as never,
    expect: async () => {},
    table: { all: () => [], put() {}, remove() {}, removeAccount() {} },
    changed() {},
    log: quietLog,
    now: () => at,
  })
  const arrive = (receivedAt: number, facts: Record<string, string> = {}) =>
    rotations.observe([{ accountId: 'acc', templateId: 17, trust: 'ok', receivedAt, facts }])

  const rotating = rotations.rotate(17)
  at += 500
  asked.resolve()
  await rotating
  arrive(at - 100)
  expect(rotations.list('acc')).toMatchObject([{ signedWith: null, newSince: null }])
  arrive(at + 100, { signedWith: 'replaced' })
  expect(rotations.list('acc')).toMatchObject([{ signedWith: 'old', newSince: null }])
  arrive(at + 200)
  expect(rotations.list('acc')).toMatchObject([{ signedWith: 'new', newSince: at + 200 }])
  rotations.close()
})
