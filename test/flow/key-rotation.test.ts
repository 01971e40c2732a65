/** Rotating a callback key with events flowing all the time: the practice cloud, the receiver and the store are real. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { EventRow } from '../../src-main/contract/events.ts'
import { startDesk } from '../support/desk.ts'
import { bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
/** Ten cloud minutes in six seconds, an hour in 36: quick enough to wait for, slow enough to be seen. */
const timeScale = 100
const within = { timeout: 60_000, interval: 50 }

async function startWithTemplate(cloudTimeoutMs = 3000) {
  const desk = await startDesk({ cloudTimeoutMs })
  const { client, practice } = desk
  await client.practice.start({ site: 'cn', timeScale })
  const { urls } = await client.templates.deskUrls({})
  const draft = { name: 'desk', description: '', urls, recordExceptionLevels: [] }
  const key = 'firstKeyOfThisTemplate0123456789'
  const { id } = await client.templates.save({ ...draft, key: { action: 'set', key } })
  await bindNow(client, { domain, templateId: id })
  const rows: EventRow[] = []
  client.events.tail({ after: null, filter: {} }, { onItem: (batch) => void rows.push(...batch.rows) })
  await vi.waitFor(() => {
    practice().emit({ type: 1, domain })
    expect(rows.length).toBeGreaterThan(0)
  }, within)
  const rotation = async () => (await client.templates.rotations({})).items.find((each) => each.templateId === id)
  return { ...desk, id, key, rows, rotation }
}

describe('rotating a callback key', () => {
  it('verifies every event before, while and after the change takes effect', async () => {
    const { client, practice, id, key, rows, rotation, sent, dataDir } = await startWithTemplate()
    const startedAt = Date.now()
    const begun = await client.templates.rotateKey({ id })
    expect(begun).toMatchObject({ templateId: id, signedWith: null, newSince: null })
    expect(begun.until - begun.startedAt).toBe(36_000)

    await vi.waitFor(async () => {
      practice().emit({ type: 1, domain })
      expect(await rotation()).toMatchObject({ signedWith: 'old', newSince: null })
    }, within)
    await vi.waitFor(async () => {
      practice().emit({ type: 1, domain })
      expect(await rotation()).toMatchObject({ signedWith: 'new', newSince: expect.any(Number) })
    }, within)
    await vi.waitFor(async () => expect(await rotation()).toBeUndefined(), within)

    expect(new Set(rows.map(({ trust }) => trust))).toEqual(new Set(['ok']))
    const since = rows.filter(({ receivedAt }) => receivedAt >= startedAt)
    const replaced = since.filter(({ facts }) => facts.signedWith === 'replaced')
    expect(replaced.length).toBeGreaterThan(0)
    expect(replaced.length).toBeLessThan(since.length)

    const { entries } = await client.activity.page({ filter: { kinds: ['template.keyRotated'] } })
    expect(entries).toMatchObject([{ outcome: 'ok', target: `desk (${id})`, after: { key: 'changed' } }])
    // The key the practice cloud holds now stands in its own state file and nowhere else.
    const state = readFileSync(join(dataDir, 'practice-cn.json'), 'utf8')
    const made = /"key":\s*"([A-Za-z0-9]{32})"/.exec(state)?.[1] ?? expect.fail('no key in the cloud')
    expect(made).not.toBe(key)
    expect(sent.join('\n')).not.toContain(made)
    expect(readFileSync(join(dataDir, 'desk.log'), 'utf8')).not.toContain(made)
    expect(readFileSync(join(dataDir, 'desk.db')).toString('latin1')).not.toContain(made)
  })

  it('changes nothing when the cloud refuses', async () => {
    const { client, practice, id, rows, rotation } = await startWithTemplate()
    practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'error', code: 'InternalError', times: 1 })
    await expect(client.templates.rotateKey({ id })).rejects.toMatchObject({ code: 'cloud.refused' })
    expect(await rotation()).toBeUndefined()
    practice().emit({ type: 1, domain, stream: 'after-refusal' })
    await vi.waitFor(() => expect(rows.some(({ stream }) => stream === 'after-refusal')).toBe(true), within)
    expect(rows.at(-1)).toMatchObject({ trust: 'ok' })
    expect(rows.at(-1)?.facts).not.toHaveProperty('signedWith')
    const { entries } = await client.activity.page({ filter: { kinds: ['template.keyRotated'] } })
    expect(entries).toMatchObject([{ outcome: 'failed' }])
  })

  it('looks up what became of it when no answer comes', async () => {
    const { client, practice, id, rotation } = await startWithTemplate()
    practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'timeoutAfterEffect', times: 1 })
    await client.templates.rotateKey({ id })
    expect(await rotation()).toMatchObject({ templateId: id })

    practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'hang', times: 1 })
    await expect(client.templates.rotateKey({ id })).rejects.toMatchObject({ code: 'cloud.timeout' })
  })

  it('says so when it cannot be known, and accepts both', async () => {
    const { client, practice, id, rows } = await startWithTemplate(10_000)
    practice().fault({ action: 'ModifyLiveCallbackTemplate', kind: 'timeoutAfterEffect', times: 1 })
    const rotating = client.templates.rotateKey({ id }).catch((error: { code: string }) => error.code)
    // The first reading comes before the change, the one that would tell after it.
    await vi.waitFor(() => expect(practice().faultsLeft()).toBe(0), within)
    practice().fault({ action: 'DescribeLiveCallbackTemplates', kind: 'error', code: 'InvalidAction', times: 1 })
    expect(await rotating).toBe('template.keyUnsure')
    const before = rows.length
    await vi.waitFor(async () => {
      practice().emit({ type: 1, domain })
      expect(rows.length).toBeGreaterThan(before + 25)
    }, within)
    expect(rows.every(({ trust }) => trust === 'ok')).toBe(true)
  })
})
