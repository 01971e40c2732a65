/**
 * What the practice account holds, and its file. The file is replaced atomically after every change; one
 * that cannot be read is set aside, never overwritten, and the account starts anew.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { UrlGroup } from '../contract/sites.ts'
import type { EdgeChange } from './edge.ts'

export interface DomainRecord {
  readonly name: string
  /** 0 push, 1 playback */
  readonly type: number
  /** 0 disabled, 1 enabled */
  status: number
  readonly createdAt: number
  readonly playType: number
  readonly isDelayLive: number
  readonly isMiniProgramLive: number
  readonly currentCname: string
}

export interface CallbackTemplate {
  readonly id: number
  name: string
  description: string
  urls: Partial<Record<UrlGroup, string>>
  recordExceptionLevels: readonly string[]
  key: string
}

export interface CallbackRule {
  readonly domain: string
  /** '' = the whole domain */
  readonly app: string
  readonly templateId: number
  readonly createdAt: number
  readonly updatedAt: number
}

export interface SnapshotTemplate {
  readonly id: number
  name: string
  description: string
  interval: number
  width: number
  height: number
  pornFlag: number
  cosAppId: number
  cosBucket: string
  cosRegion: string
  cosPrefix: string
  cosFileName: string
}

export interface SnapshotRule extends CallbackRule {
  /** '' = every stream */
  readonly stream: string
}

export interface Ban {
  readonly stream: string
  readonly domain: string
  readonly app: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly reason: string
}

export interface State {
  readonly version: 1
  readonly secretId: string
  readonly secretKey: string
  port: number
  nextTemplateId: number
  domains: DomainRecord[]
  callbackTemplates: CallbackTemplate[]
  callbackRules: CallbackRule[]
  snapshotTemplates: SnapshotTemplate[]
  snapshotRules: SnapshotRule[]
  bans: Ban[]
  readonly callbackEdge: EdgeChange<CallbackTemplate>[]
  readonly snapshotEdge: EdgeChange<SnapshotTemplate>[]
}

export interface StateStore {
  readonly data: State
  save(): void
}

export function openState(file: string | undefined, createNew: () => State): StateStore {
  if (!file) return { data: createNew(), save: () => {} }
  mkdirSync(dirname(file), { recursive: true })
  const data = read(file) ?? createNew()
  const save = () => replace(file, JSON.stringify(data, null, 1))
  save()
  return { data, save }
}

/** null when there is no usable file; a broken one is then out of the way. */
function read(file: string): State | null {
  if (!existsSync(file)) return null
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    if (isState(value)) return value
  } catch {
    // Handled below like any other content that is no state.
  }
  renameSync(file, `${file}.broken-${Date.now()}`)
  return null
}

function replace(file: string, text: string): void {
  const next = `${file}.next`
  // The file holds the practice account's key and the callback keys.
  const handle = openSync(next, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(next, file)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Which fields every entry of a list must have, by type: enough that no handler trips over it. */
const lists: Record<string, Record<string, string>> = {
  domains: { name: 'string', type: 'number', status: 'number', createdAt: 'number', playType: 'number' },
  callbackTemplates: { id: 'number', name: 'string', description: 'string', urls: 'object', key: 'string' },
  callbackRules: { domain: 'string', app: 'string', templateId: 'number', createdAt: 'number', updatedAt: 'number' },
  snapshotTemplates: { id: 'number', name: 'string', interval: 'number', pornFlag: 'number', cosBucket: 'string' },
  snapshotRules: { domain: 'string', app: 'string', stream: 'string', templateId: 'number', createdAt: 'number' },
  bans: { stream: 'string', domain: 'string', app: 'string', createdAt: 'number', expiresAt: 'number' },
  callbackEdge: { key: 'string', at: 'number', content: 'object' },
  snapshotEdge: { key: 'string', at: 'number', content: 'object' },
}

function isState(value: unknown): value is State {
  if (!isRecord(value) || value.version !== 1) return false
  if (typeof value.secretId !== 'string' || typeof value.secretKey !== 'string') return false
  if (typeof value.port !== 'number' || typeof value.nextTemplateId !== 'number') return false
  return Object.entries(lists).every(([name, fields]) => {
    const list = value[name]
    const hasFields = (entry: unknown) =>
      isRecord(entry) && Object.entries(fields).every(([field, type]) => typeof entry[field] === type)
    return Array.isArray(list) && list.every(hasFields)
  })
}
