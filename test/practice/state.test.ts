import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { bind, call, createClock, onClose, startCloud, startReceiver } from './helpers.ts'

let folder: string
let stateFile: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'practice-'))
  stateFile = join(folder, 'deep', 'practice.json')
  onClose(() => rmSync(folder, { recursive: true, force: true }))
})

describe('the state file', () => {
  it('carries the account over a restart: key, port, templates, rules, bans and what is on its way', async () => {
    const clock = createClock()
    const receiver = await startReceiver()
    const resolve = { 'desk.example': receiver.address }
    const at = clock.now()
    const first = await startCloud({ stateFile, now: clock.now, resolve })
    const templateId = await bind(first, { at })
    await call(
      first,
      'ForbidLiveStream',
      { DomainName: 'push.practice.example', AppName: 'live', StreamName: 'bad' },
      { at },
    )
    await first.close()

    const second = await startCloud({ stateFile, now: clock.now, resolve })
    expect(second).toMatchObject({ endpoint: first.endpoint, secretId: first.secretId, secretKey: first.secretKey })
    expect((await call(second, 'DescribeLiveCallbackRules', {}, { at })).Rules).toMatchObject([
      { TemplateId: templateId },
    ])
    const state = { DomainName: 'push.practice.example', AppName: 'live', StreamName: 'bad' }
    expect((await call(second, 'DescribeLiveStreamState', state, { at })).StreamState).toBe('forbid')
    expect(second.emit({ type: 321 })).toEqual({ url: null })
    clock.advance(10 * 60_000)
    expect(second.emit({ type: 321 })).toEqual({ url: 'http://desk.example/PushExceptionNotifyUrl' })
  })

  it('is readable by its owner only, and never half-written', async () => {
    const cloud = await startCloud({ stateFile })
    await bind(cloud)
    expect(statSync(stateFile).mode & 0o077).toBe(0)
    expect(readdirSync(join(folder, 'deep'))).toEqual(['practice.json'])
    expect(JSON.parse(readFileSync(stateFile, 'utf8')).callbackRules).toHaveLength(1)
  })

  it.each([
    '',
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"secretId":"x","secretKey":"y","port":1,"nextTemplateId":1,"domains":[{}]}',
  ])('is set aside when it holds %j', async (content) => {
    stateFile = join(folder, 'practice.json')
    writeFileSync(stateFile, content)
    const cloud = await startCloud({ stateFile })
    expect((await call(cloud, 'DescribeLiveDomains')).AllCount).toBe(6)
    const aside = readdirSync(folder).find((name) => name.startsWith('practice.json.broken-'))
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(content)
  })

  it('gives up its port to whoever took it', async () => {
    const first = await startCloud({ stateFile })
    await first.close()
    const squatter = createServer().listen(Number(new URL(first.endpoint).port), '127.0.0.1')
    onClose(() => squatter.close() && undefined)
    await new Promise((done) => squatter.once('listening', done))
    const second = await startCloud({ stateFile })
    expect(second.endpoint).not.toBe(first.endpoint)
    await expect(startCloud({ port: Number(new URL(first.endpoint).port) })).rejects.toThrow(/EADDRINUSE/)
  })
})
