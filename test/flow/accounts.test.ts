/** Two accounts on two clouds: what belongs to one is never seen or done under the other. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { DeskStatus, Topic } from '../../src-main/contract/desk.ts'
import { createFakeCipher } from '../fakes/cipher.ts'
import { createSettingsFile } from '../fakes/settings-file.ts'
import { createDataDir, draftFor, startCloud, startDesk } from '../support/desk.ts'
import { applyPlan, bindNow } from '../support/plans.ts'

const domain = 'push.practice.example'
const template = (name: string) => ({
  name,
  description: '',
  urls: { record: 'https://cb.example.com/record' },
  recordExceptionLevels: [],
  key: { action: 'keep' as const },
})
const code = (code: string) => expect.objectContaining({ code })

describe('switching accounts', () => {
  it('switches templates, bindings, activity and what the windows show', async () => {
    const [cloudA, cloudB] = [await startCloud(), await startCloud()]
    const { client } = await startDesk()
    const topics: Topic[] = []
    client.desk.changes({}, { onItem: ({ topic }) => topics.push(topic) })
    const a = await client.account.save(draftFor(cloudA, 'A'))
    const b = await client.account.save(draftFor(cloudB, 'B'))
    expect((await client.account.list({})).activeId).toBe(a.id)

    const saved = await client.templates.save(template('of-a'))
    await bindNow(client, { domain, templateId: saved.id })
    topics.length = 0
    await client.account.activate({ id: b.id })
    await vi.waitFor(() => expect(topics).toContain('account'))
    expect((await client.templates.list({})).items).toEqual([])
    expect((await client.bindings.list({})).items).toEqual([])
    const kinds = async () => (await client.activity.page({ filter: {} })).entries.map(({ kind }) => kind)
    expect(await kinds()).not.toContain('template.created')

    await client.account.activate({ id: a.id })
    expect((await client.templates.list({})).items.map(({ name }) => name)).toEqual(['of-a'])
    expect((await client.bindings.list({})).items).toMatchObject([{ domain, effect: { state: 'pending' } }])
    expect(await kinds()).toContain('template.created')
  })

  it('leaves a plan to the account it was made for', async () => {
    const [cloudA, cloudB] = [await startCloud(), await startCloud()]
    const { client } = await startDesk()
    const a = await client.account.save(draftFor(cloudA, 'A'))
    const b = await client.account.save(draftFor(cloudB, 'B'))
    const saved = await client.templates.save(template('of-a'))
    const { id: planId } = await client.plans.bind({ targets: [{ domain, app: '' }], templateId: saved.id })
    await client.account.activate({ id: b.id })
    await expect(client.plans.remake({ planId })).rejects.toEqual(code('plan.unknown'))
    await expect(client.plans.inspect({ planId })).rejects.toEqual(code('plan.unknown'))
    await expect(applyPlan(client, planId)).rejects.toEqual(code('plan.unknown'))
    expect(cloudB.calls().map(({ action }) => action)).not.toContain('CreateLiveCallbackRule')
    await client.account.activate({ id: a.id })
    expect((await applyPlan(client, planId)).states.at(-1)).toBe('finished')
  })

  it('ends what was being read, and lets a change that has begun finish', async () => {
    const [cloudA, cloudB] = [await startCloud(), await startCloud()]
    const { client } = await startDesk({ cloudTimeoutMs: 5000 })
    await client.account.save(draftFor(cloudA, 'A'))
    const b = await client.account.save(draftFor(cloudB, 'B'))
    const [one, two] = [await client.templates.save(template('one')), await client.templates.save(template('two'))]
    await bindNow(client, { domain, templateId: one.id })

    cloudA.fault({ action: 'CreateLiveCallbackRule', kind: 'timeoutAfterEffect', times: 1 })
    const change = bindNow(client, { domain, templateId: two.id })
    await vi.waitFor(() => expect(cloudA.faultsLeft()).toBe(0))
    cloudA.fault({ action: 'DescribeLiveDomains', kind: 'hang', times: 1 })
    const reading = client.domains.list({}).catch((error) => error)
    await vi.waitFor(() => expect(cloudA.faultsLeft()).toBe(0))
    await client.account.activate({ id: b.id })
    expect(await reading).toMatchObject({ code: 'call.cancelled' })
    expect(await change).toMatchObject({ state: 'done' })
    expect((await client.bindings.list({})).items).toEqual([])
  })
})

describe('an account', () => {
  it('is tested with a real call before and after it is saved', async () => {
    const cloud = await startCloud()
    const { client } = await startDesk()
    expect(await client.account.test({ draft: draftFor(cloud) })).toMatchObject({ ok: true, domains: 3 })
    const { id } = await client.account.save(draftFor(cloud))
    expect(await client.account.test({ id })).toMatchObject({ ok: true })
    const wrong = { id, name: 'Main', site: 'cn' as const, secretKey: 'not-the-key' }
    const test = await client.account.test({ draft: wrong })
    expect(test.checks.find(({ state }) => state === 'failed')).toMatchObject({
      check: 'key',
      error: { code: 'cloud.refused', details: { apiCode: 'AuthFailure.SignatureFailure' } },
    })
  })

  it('is there again after a restart, with its key and its templates’ keys', async () => {
    const cloud = await startCloud()
    const [dataDir, settings] = [createDataDir(), createSettingsFile({ settings: { receiver: { port: 0 } } })]
    const first = await startDesk({ dataDir, settings })
    await first.client.account.save(draftFor(cloud))
    await first.close()
    const { client } = await startDesk({ dataDir, settings })
    expect((await client.account.list({})).accounts).toMatchObject([{ name: 'Main', hasKey: true }])
    expect((await client.domains.list({})).items.length).toBeGreaterThan(0)
  })

  it('asks for its key again when it was kept in memory only', async () => {
    const cloud = await startCloud()
    const [dataDir, settings] = [createDataDir(), createSettingsFile({ settings: { receiver: { port: 0 } } })]
    const first = await startDesk({ dataDir, settings, cipher: createFakeCipher('none') })
    await first.client.account.save(draftFor(cloud))
    await first.close()
    const { client } = await startDesk({ dataDir, settings, cipher: createFakeCipher('none') })
    await expect(client.domains.list({})).rejects.toEqual(code('account.noKey'))
    const { id } = (await client.account.list({})).accounts[0] ?? expect.fail('no account')
    await client.account.save({ ...draftFor(cloud), id })
    expect((await client.domains.list({})).items.length).toBeGreaterThan(0)
  })

  it('asks for its key again when what the vault holds of it is damaged, and says nothing of it', async () => {
    const cloud = await startCloud()
    const [dataDir, settings] = [createDataDir(), createSettingsFile({ settings: { receiver: { port: 0 } } })]
    const first = await startDesk({ dataDir, settings })
    const { id } = await first.client.account.save(draftFor(cloud))
    await first.client.account.setVaultMode({ mode: 'weak' })
    await first.close()
    const file = join(dataDir, 'vault.json')
    const kept = JSON.parse(readFileSync(file, 'utf8'))
    kept.secrets[`account:${id}`] = `{"secretKey":"${cloud.secretKey}`
    kept.secrets[`callback-keys:${id}`] = '7'
    writeFileSync(file, JSON.stringify(kept))

    const { client } = await startDesk({ dataDir, settings })
    expect((await client.account.list({})).accounts).toMatchObject([{ id, hasKey: false }])
    await expect(client.domains.list({})).rejects.toEqual(code('account.noKey'))
    const log = readFileSync(join(dataDir, 'desk.log'), 'utf8')
    expect(log).toContain(`account:${id}`)
    expect(log).not.toContain(cloud.secretKey.slice(0, 8))
    await client.account.save({ ...draftFor(cloud), id })
    expect((await client.domains.list({})).items.length).toBeGreaterThan(0)
  })

  it('waits behind a passphrase until it is given', async () => {
    const cloud = await startCloud()
    const passphrase = 'correct horse battery'
    const [dataDir, settings] = [createDataDir(), createSettingsFile({ settings: { receiver: { port: 0 } } })]
    const first = await startDesk({ dataDir, settings })
    await first.client.account.save(draftFor(cloud))
    await first.client.account.setVaultMode({ mode: 'passphrase', passphrase })
    await first.close()
    const { client } = await startDesk({ dataDir, settings })
    await expect(client.domains.list({})).rejects.toEqual(code('vault.locked'))
    await expect(client.account.unlock({ passphrase: 'wrong' })).rejects.toEqual(code('vault.wrongPassphrase'))
    expect(await client.account.unlock({ passphrase })).toMatchObject({ locked: false })
    expect((await client.domains.list({})).items.length).toBeGreaterThan(0)
  })

  it('removed is gone with its key, and what still comes for it is nobody’s until it is back', async () => {
    const cloud = await startCloud()
    const settings = createSettingsFile({ settings: { receiver: { port: 0, publicUrl: 'https://cb.example.com' } } })
    const { client } = await startDesk({ settings })
    const status = new Promise<DeskStatus>((resolve) => client.desk.status({}, { onItem: resolve }))
    const { local } = (await status).receiver
    const { id } = await client.account.save(draftFor(cloud))
    const { urls } = await client.templates.deskUrls({})
    await client.templates.save({ ...template('here'), urls })
    const path = urls.record?.replace('https://cb.example.com', local ?? '') ?? ''
    const deliver = async () => (await fetch(path, { method: 'POST', body: '{"event_type":1}' })).status

    expect(await deliver()).toBe(200)
    await client.account.remove({ id })
    expect(await client.account.list({})).toMatchObject({ accounts: [], activeId: null })
    await expect(client.domains.list({})).rejects.toEqual(code('account.none'))
    expect(await deliver()).toBe(404)

    await client.account.save(draftFor(cloud))
    expect(await deliver()).toBe(404)
    expect((await client.templates.list({})).items[0]?.toThisDesk).toContain('record')
    expect(await deliver()).toBe(200)
  })
})
