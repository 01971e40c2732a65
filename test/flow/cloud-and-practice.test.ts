/** The cloud client against the practice cloud, over HTTP: what the desk does all day. */
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Site } from '../../src-main/contract/sites.ts'
import { type CloudAccess, createCloud } from '../../src-main/core/cloud/cloud.ts'
import { listDomains, setDomainEnabled } from '../../src-main/core/cloud/domains.ts'
import { probeAccount } from '../../src-main/core/cloud/probe.ts'
import { createRule, deleteRule, listRules } from '../../src-main/core/cloud/rules.ts'
import { createTemplate, listTemplates, modifyTemplate, removeTemplate } from '../../src-main/core/cloud/templates.ts'
import type { PracticeCloudOptions } from '../../src-main/practice/options.ts'
import { startPracticeCloud } from '../../src-main/practice/practice-cloud.ts'

const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
const url = 'https://desk.practice.example/c/live'

async function start(site: Site, options: Partial<PracticeCloudOptions> = {}) {
  const practice = await startPracticeCloud({
    site,
    timeScale: 60,
    seed: 1,
    publicHosts: ['desk.practice.example'],
    ...options,
  })
  onTestFinished(() => practice.close())
  const { endpoint, secretId, secretKey } = practice
  const access: CloudAccess = { site, endpoint, secretId, secretKey, token: options.token ?? null }
  const cloud = createCloud(access, { log })
  onTestFinished(() => cloud.close())
  return { access, cloud }
}

describe.each(['cn', 'intl'] as const)('on the %s site', (site) => {
  it('a template is created, bound, changed, unbound and removed', async () => {
    const { cloud } = await start(site)
    const domains = await listDomains(cloud)
    const domain =
      domains.find(({ kind, enabled }) => kind === 'push' && enabled)?.name ?? expect.fail('no push domain')
    for (const rule of (await listRules(cloud)).filter((each) => each.domain === domain)) await deleteRule(cloud, rule)

    const draft = { name: 'desk', description: '', recordExceptionLevels: ['error'], key: 'k'.repeat(32) }
    const id = await createTemplate(cloud, { ...draft, urls: { streamBegin: url, record: url, recordStatus: url } })
    await modifyTemplate(cloud, id, { ...draft, name: 'desk2', urls: { streamBegin: url, streamEnd: url, record: '' } })
    await createRule(cloud, { domain, app: '', templateId: id })

    const template = (await listTemplates(cloud)).find((each) => each.id === id)
    expect(template).toMatchObject({ name: 'desk2', key: draft.key, urls: { streamBegin: url, streamEnd: url } })
    expect(template?.urls).not.toHaveProperty('record')
    expect((await listRules(cloud)).filter((rule) => rule.domain === domain)).toMatchObject([
      { app: '', templateId: id },
    ])
    await expect(removeTemplate(cloud, id)).rejects.toMatchObject({ code: 'cloud.refused' })

    await deleteRule(cloud, { domain, app: '' })
    await removeTemplate(cloud, id)
    expect((await listTemplates(cloud)).map((each) => each.id)).not.toContain(id)
  })

  it('a domain is disabled and enabled', async () => {
    const { cloud } = await start(site)
    const [first] = (await listDomains(cloud)).filter(({ kind, enabled }) => kind === 'push' && enabled)
    const isEnabled = async () => (await listDomains(cloud)).find(({ name }) => name === first?.name)?.enabled
    for (const enabled of [false, true]) {
      await setDomainEnabled(cloud, first?.name ?? '', enabled)
      expect(await isEnabled()).toBe(enabled)
    }
  })

  it('a callback address the cloud cannot reach is refused with its own code', async () => {
    const { cloud } = await start(site)
    const urls = { streamBegin: 'https://nowhere.example/c' }
    const created = createTemplate(cloud, { name: 'n', description: '', urls, recordExceptionLevels: [] })
    await expect(created).rejects.toMatchObject({ details: { apiCode: 'InvalidParameter.UrlNotSafe' } })
  })

  it('a clock an hour off is corrected', async () => {
    const { cloud } = await start(site, { now: () => Date.now() + 3_600_000 })
    await expect(listTemplates(cloud)).resolves.toBeInstanceOf(Array)
  })

  it('the test of an account finds each fault', async () => {
    const { access } = await start(site)
    const failed = async (changed: Partial<CloudAccess>, options: Partial<PracticeCloudOptions> = {}) => {
      const other = Object.keys(options).length > 0 ? (await start(site, options)).access : access
      const { ok, checks } = await probeAccount({ ...other, ...changed })
      const check = checks.find(({ state }) => state === 'failed')
      return ok ? 'ok' : [check?.check, check?.error?.details?.apiCode]
    }
    expect(await failed({})).toBe('ok')
    expect(await failed({ secretKey: 'not-the-key' })).toEqual(['key', 'AuthFailure.SignatureFailure'])
    expect(await failed({ secretId: `${access.secretId}x` })).toEqual(['key', 'AuthFailure.SecretIdNotFound'])
    expect(await failed({ token: 'unexpected' })).toEqual(['key', 'AuthFailure.TokenFailure'])
    expect(await failed({}, { now: () => Date.now() - 600_000 })).toEqual(['clock', 'AuthFailure.SignatureExpire'])
    expect(await failed({}, { policy: 'watch' })).toEqual([
      'permission',
      expect.stringMatching(/UnauthorizedOperation/),
    ])
  })
})
