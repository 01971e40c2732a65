/**
 * A way while it is entered: its fields, what is wrong with them, and the draft they make. A secret once stored
 * is never shown; an empty field then means "unchanged".
 */
import { computed, reactive } from 'vue'
import {
  BindAddress,
  type HostKey,
  HostName,
  PublicUrl,
  type Way,
  type WayConfig,
  type WayDraft,
  type WayKind,
  type WaySecret,
} from '../../../src-main/contract/tunnel.ts'

export interface WayFields {
  kind: WayKind
  name: string
  url: string
  bind: 'loopback' | 'all' | 'other'
  bindAddress: string
  host: string
  port: string
  user: string
  auth: 'key' | 'agent' | 'password'
  keyFile: string
  remoteBind: 'loopback' | 'all' | 'other'
  remoteAddress: string
  remotePort: string
  hostKey: HostKey | null
  mode: 'quick' | 'named'
  program: string
  domain: string
  password: string
  passphrase: string
  token: string
}

export type Problem = 'name' | 'url' | 'host' | 'port' | 'user' | 'keyFile' | 'password' | 'address' | 'token'
export type ProblemField = keyof WayFields

const addresses = { loopback: '127.0.0.1', all: '0.0.0.0' } as const
const choiceOf = (address: string) => (address === '127.0.0.1' ? 'loopback' : address === '0.0.0.0' ? 'all' : 'other')
const addressOf = (choice: WayFields['bind'], other: string) => (choice === 'other' ? other.trim() : addresses[choice])

export function useWayForm(existing: Way | null) {
  const fields = reactive<WayFields>(start(existing))
  const problems = computed(() => check(fields, existing))
  const draft = computed(() => (Object.keys(problems.value).length === 0 ? toDraft(fields, existing) : null))
  /** A name for who did not care to give one. */
  const suggestedName = computed(() => suggest(fields))
  return { fields, problems, draft, suggestedName }
}

function start(existing: Way | null): WayFields {
  const config = existing?.config
  const blank: WayFields = {
    kind: config?.kind ?? 'ssh',
    name: existing?.name ?? '',
    url: '',
    bind: 'loopback',
    bindAddress: '',
    host: '',
    port: '22',
    user: '',
    auth: 'key',
    keyFile: '~/.ssh/id_ed25519',
    remoteBind: 'loopback',
    remoteAddress: '',
    remotePort: '8787',
    hostKey: null,
    mode: 'quick',
    program: '',
    domain: '',
    password: '',
    passphrase: '',
    token: '',
  }
  if (!config) return blank
  if (config.kind === 'own') return { ...blank, url: config.url, bind: choiceOf(config.bind), bindAddress: config.bind }
  if (config.kind === 'ngrok') return { ...blank, domain: config.domain }
  if (config.kind === 'cloudflared')
    return { ...blank, mode: config.mode, url: config.url ?? '', program: config.program }
  const { kind: _kind, port, remotePort, remoteBind, ...rest } = config
  return {
    ...blank,
    ...rest,
    port: String(port),
    remotePort: String(remotePort),
    remoteBind: choiceOf(remoteBind),
    remoteAddress: remoteBind,
  }
}

const isPort = (text: string) => /^\d{1,5}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 65535
const isUrl = (text: string) => PublicUrl.safeParse(text.trim()).success
const isHost = (text: string) => HostName.safeParse(text).success
const isAddress = (text: string) => BindAddress.safeParse(text.trim()).success

function check(fields: WayFields, existing: Way | null): Partial<Record<ProblemField, Problem>> {
  const isStored = (secret: WaySecret) => existing?.secrets.includes(secret) === true
  const found: [ProblemField, Problem, boolean][] = [
    ['name', 'name', nameOf(fields).length > 0 && nameOf(fields).length <= 60],
    ...checksOf(fields, isStored),
  ]
  return Object.fromEntries(found.filter(([, , isRight]) => !isRight).map(([field, problem]) => [field, problem]))
}

function checksOf(fields: WayFields, isStored: (secret: WaySecret) => boolean): [ProblemField, Problem, boolean][] {
  switch (fields.kind) {
    case 'own':
      return [
        ['url', 'url', isUrl(fields.url)],
        ['bindAddress', 'address', fields.bind !== 'other' || isAddress(fields.bindAddress)],
      ]
    case 'ngrok':
      return [
        ['domain', 'host', isHost(fields.domain)],
        ['token', 'token', fields.token.trim() !== '' || isStored('token')],
      ]
    case 'cloudflared':
      return fields.mode === 'quick'
        ? []
        : [
            ['url', 'url', isUrl(fields.url)],
            ['token', 'token', fields.token.trim() !== '' || isStored('token')],
          ]
    case 'ssh':
      return [
        ['host', 'host', isHost(fields.host)],
        ['port', 'port', isPort(fields.port)],
        ['user', 'user', fields.user.trim() !== ''],
        ['keyFile', 'keyFile', fields.auth !== 'key' || fields.keyFile.trim() !== ''],
        ['password', 'password', fields.auth !== 'password' || fields.password !== '' || isStored('password')],
        ['remotePort', 'port', isPort(fields.remotePort)],
        ['remoteAddress', 'address', fields.remoteBind !== 'other' || isAddress(fields.remoteAddress)],
        ['url', 'url', isUrl(fields.url)],
      ]
  }
}

function suggest(fields: WayFields): string {
  if (fields.kind === 'ssh') return fields.host.trim()
  if (fields.kind === 'ngrok') return fields.domain.trim()
  if (fields.kind === 'cloudflared' && fields.mode === 'quick') return 'trycloudflare.com'
  return isUrl(fields.url) ? new URL(fields.url.trim()).host : ''
}

const nameOf = (fields: WayFields) => fields.name.trim() || suggest(fields)

function toDraft(fields: WayFields, existing: Way | null): WayDraft {
  const secrets = Object.fromEntries(
    secretsOf(fields).flatMap((secret) => (fields[secret] === '' ? [] : [[secret, fields[secret]]])),
  )
  return { ...(existing && { id: existing.id }), name: nameOf(fields), config: toConfig(fields), secrets }
}

const secretsOf = ({ kind, auth }: WayFields): WaySecret[] =>
  kind !== 'ssh' ? ['token'] : auth === 'password' ? ['password'] : auth === 'key' ? ['passphrase'] : []

function toConfig(fields: WayFields): WayConfig {
  const url = fields.url.trim()
  switch (fields.kind) {
    case 'own':
      return { kind: 'own', url, bind: addressOf(fields.bind, fields.bindAddress) }
    case 'ngrok':
      return { kind: 'ngrok', domain: fields.domain.trim() }
    case 'cloudflared':
      return {
        kind: 'cloudflared',
        mode: fields.mode,
        url: fields.mode === 'quick' ? null : url,
        program: fields.program.trim(),
      }
    case 'ssh':
      return {
        kind: 'ssh',
        url,
        host: fields.host.trim(),
        port: Number(fields.port),
        user: fields.user.trim(),
        auth: fields.auth,
        keyFile: fields.auth === 'key' ? fields.keyFile.trim() : '',
        remoteBind: addressOf(fields.remoteBind, fields.remoteAddress),
        remotePort: Number(fields.remotePort),
        hostKey: fields.hostKey,
      }
  }
}
