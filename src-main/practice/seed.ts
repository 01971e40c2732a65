/**
 * The account a newcomer finds: two push domains on air, one switched off, playback domains, screenshots
 * with porn detection on the first domain and without it on the second, and no callback template yet.
 */
import { randomBytes } from 'node:crypto'
import { appId, day } from './options.ts'
import type { DomainRecord, SnapshotRule, SnapshotTemplate, State } from './state.ts'

export const mainDomain = 'push.practice.example'
export const secondDomain = 'push2.practice.example'
export const apps = ['live', 'event', 'game'] as const

const domain = (name: string, type: number, createdAt: number, more: Partial<DomainRecord> = {}): DomainRecord => ({
  name,
  type,
  status: 1,
  createdAt,
  playType: type === 1 ? 1 : 0,
  isDelayLive: 0,
  isMiniProgramLive: 0,
  currentCname: expectedCname(name, type),
  ...more,
})

export const expectedCname = (name: string, type: number): string =>
  `${name}.${type === 0 ? 'livepush' : 'liveplay'}.cname.example`

const snapshotTemplate = (id: number, name: string, pornFlag: number): SnapshotTemplate => ({
  id,
  name,
  description: '',
  interval: 10,
  width: 0,
  height: 0,
  pornFlag,
  cosAppId: appId,
  cosBucket: 'practice',
  cosRegion: 'ap-guangzhou',
  cosPrefix: '/{Year}-{Month}-{Day}',
  cosFileName: '{StreamID}-screenshot-{Hour}-{Minute}-{Second}-{Width}x{Height}{Ext}',
})

export const snapshotKey = (domainName: string, app: string, stream: string): string =>
  JSON.stringify([domainName, app, stream])

export function seedState(now: number): State {
  const moderated = snapshotTemplate(10_001, 'moderation', 1)
  const plain = snapshotTemplate(10_002, 'pictures-only', 0)
  const rule = (domainName: string, templateId: number): SnapshotRule => ({
    domain: domainName,
    app: '',
    stream: '',
    templateId,
    createdAt: now - 30 * day,
    updatedAt: now - 30 * day,
  })
  const atEdge = (domainName: string, content: SnapshotTemplate) => ({
    key: snapshotKey(domainName, '', ''),
    at: 0,
    content: structuredClone(content),
  })
  return {
    version: 1,
    // Split, so that no scanner takes the source for a leaked key.
    secretId: `${'AK'}${'ID'}practice${randomBytes(12).toString('hex')}`,
    secretKey: `practice${randomBytes(12).toString('hex')}`,
    port: 0,
    nextTemplateId: 10_003,
    domains: [
      domain(mainDomain, 0, now - 400 * day),
      domain(secondDomain, 0, now - 200 * day),
      domain('closed.practice.example', 0, now - 600 * day, { status: 0, currentCname: '' }),
      domain('play.practice.example', 1, now - 400 * day),
      domain('play2.practice.example', 1, now - 200 * day, { playType: 2 }),
      domain('old-play.practice.example', 1, now - 600 * day, { status: 0, playType: 3, currentCname: '' }),
    ],
    callbackTemplates: [],
    callbackRules: [],
    snapshotTemplates: [moderated, plain],
    snapshotRules: [rule(mainDomain, moderated.id), rule(secondDomain, plain.id)],
    bans: [],
    callbackEdge: [],
    snapshotEdge: [atEdge(mainDomain, moderated), atEdge(secondDomain, plain)],
  }
}
