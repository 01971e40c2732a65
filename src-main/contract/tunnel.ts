/** The ways from the internet to this desk: several can be kept, one is in use. Secrets go in and never come out. */
import { z } from 'zod'
import { procedure, stream } from './define.ts'
import { ErrorShape } from './errors.ts'

export const PublicUrl = z
  .url({ protocol: /^https?$/, abort: true })
  .max(500)
  .refine((text) => {
    const { search, hash, username, password } = new URL(text)
    return !search && !hash && !username && !password
  })

/** An address of this machine, or of the server a way leads over. 127.0.0.1 = reachable from there only. */
export const BindAddress = z.union([z.ipv4(), z.ipv6()])
export const HostName = z
  .string()
  .trim()
  .max(253)
  .regex(/^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$|^[0-9a-fA-F:]+$/)
export const PortNumber = z.number().int().min(1).max(65535)

/** A server's key as `ssh-keygen -l` shows it. */
export const HostKey = z.object({
  type: z.string().max(100),
  fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/),
})
export type HostKey = z.infer<typeof HostKey>

/** The person's own reverse proxy, frp or port mapping: the desk only listens. */
export const OwnWay = z.strictObject({
  kind: z.literal('own'),
  url: PublicUrl,
  /** Where the receiver listens, besides loopback. */
  bind: BindAddress.default('127.0.0.1'),
})

/** Reverse forwarding (`ssh -R`) to the person's own server. */
export const SshWay = z.strictObject({
  kind: z.literal('ssh'),
  /** Where the server, or a reverse proxy on it, is reached from the internet. */
  url: PublicUrl,
  host: HostName,
  port: PortNumber.default(22),
  user: z.string().trim().min(1).max(100),
  auth: z.enum(['key', 'agent', 'password']),
  /** A private key on this machine; needed for `key` only. Its content is never copied. */
  keyFile: z.string().trim().max(1000).default(''),
  /** Where the server listens: its loopback for a reverse proxy on it, 0.0.0.0 for the internet. */
  remoteBind: BindAddress.default('127.0.0.1'),
  remotePort: PortNumber,
  /** The key the person has confirmed; null while there is none, and then nothing is sent to the server. */
  hostKey: HostKey.nullable().default(null),
})
export type SshWay = z.infer<typeof SshWay>

export const CloudflaredWay = z.strictObject({
  kind: z.literal('cloudflared'),
  /** `quick` needs no account and has a new address at every start; `named` is the person's own tunnel. */
  mode: z.enum(['quick', 'named']),
  /** The host name of the named tunnel; null for a quick one. */
  url: PublicUrl.nullable().default(null),
  /** Where the program is; '' looks in PATH. */
  program: z.string().trim().max(1000).default(''),
})
export type CloudflaredWay = z.infer<typeof CloudflaredWay>

export const NgrokWay = z.strictObject({
  kind: z.literal('ngrok'),
  domain: HostName,
})
export type NgrokWay = z.infer<typeof NgrokWay>

export const WayConfig = z
  .discriminatedUnion('kind', [OwnWay, SshWay, CloudflaredWay, NgrokWay])
  .refine((way) => way.kind !== 'ssh' || way.auth !== 'key' || way.keyFile !== '', { path: ['keyFile'] })
  .refine((way) => way.kind !== 'cloudflared' || way.mode === 'quick' || way.url !== null, { path: ['url'] })
export type WayConfig = z.infer<typeof WayConfig>
export const wayKinds = ['ssh', 'own', 'cloudflared', 'ngrok'] as const
export type WayKind = (typeof wayKinds)[number]

/** What a way may need to be told in secret: of ssh the password or the key's passphrase, of the others a token. */
export const waySecrets = ['password', 'passphrase', 'token'] as const
export type WaySecret = (typeof waySecrets)[number]

export const Way = z.object({
  id: z.string(),
  name: z.string(),
  config: WayConfig,
  /** Which secrets are stored; empty while the vault is shut. */
  secrets: z.array(z.enum(waySecrets)),
})
export type Way = z.infer<typeof Way>

const secretText = z.string().min(1).max(4096)
export const WayDraft = z.strictObject({
  /** Absent for a new way. */
  id: z.string().optional(),
  name: z.string().trim().min(1).max(60),
  config: WayConfig,
  /** null removes a secret, absent leaves it unchanged. */
  secrets: z.partialRecord(z.enum(waySecrets), secretText.nullable()).default({}),
})
export type WayDraft = z.infer<typeof WayDraft>

/**
 * What a way does now. `listening`: the desk runs nothing for it, whatever stands there is the person's own;
 * `opening`, `up`, and `waiting` for the next try; `stopped` until a person does something about `error`.
 */
export const WayState = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(wayKinds),
  state: z.enum(['listening', 'opening', 'up', 'waiting', 'stopped']),
  /** Where it is reached from the internet; null while that is not known. */
  url: z.string().nullable(),
  /** Tries since it was last up; 1 = the first. */
  attempt: z.number().int(),
  /** Since when it has been up, or has not been. */
  since: z.number().nullable(),
  nextTryAt: z.number().nullable(),
  /** Why it is not up; beside `up` what is not right about it. */
  error: ErrorShape.nullable(),
})
export type WayState = z.infer<typeof WayState>

export const TunnelStatus = z.object({
  active: WayState.nullable(),
  /** The way in use before, which goes on answering until it is let go. */
  previous: WayState.nullable(),
})
export type TunnelStatus = z.infer<typeof TunnelStatus>

/** The questions a check answers, in order. `proof`: a signed message came back through the public address. */
export const checkSteps = {
  own: ['listen', 'proof'],
  ssh: ['reach', 'hostKey', 'login', 'forward', 'proof'],
  cloudflared: ['program', 'connect', 'proof'],
  ngrok: ['connect', 'proof'],
} as const satisfies Record<WayKind, readonly string[]>
export const CheckStep = z.enum(['listen', 'reach', 'hostKey', 'login', 'forward', 'program', 'connect', 'proof'])
export type CheckStep = z.infer<typeof CheckStep>

export const CheckItem = z.object({
  step: CheckStep,
  state: z.enum(['running', 'ok', 'failed']),
  error: ErrorShape.optional(),
  /** At `hostKey`: the key the server has shown. */
  hostKey: HostKey.optional(),
  /** A fact worth knowing: a version, an address. */
  note: z.string().optional(),
})
export type CheckItem = z.infer<typeof CheckItem>

const Id = z.strictObject({ id: z.string() })
const Nothing = z.strictObject({})
const operator = { role: 'operator' } as const

export const tunnelGroup = {
  list: procedure(Nothing, z.object({ ways: z.array(Way), activeId: z.string().nullable() }), { role: 'viewer' }),
  save: procedure(WayDraft, Way, operator),
  /** The way in use can be removed too; there is no address then. */
  remove: procedure(Id, z.object({}), operator),
  /** Switches: the way in use before goes on answering until `release`. null = use none. */
  activate: procedure(z.strictObject({ id: z.string().nullable() }), z.object({}), operator),
  /** Lets the way that was in use before go. */
  release: procedure(Nothing, z.object({}), operator),
  /** Tries at once what waits or has stopped. */
  retry: procedure(Id, z.object({}), operator),
  /** The person has compared the key the server shows now and takes it for the right one. */
  trustKey: procedure(z.strictObject({ id: z.string(), hostKey: HostKey }), z.object({}), operator),
  /**
   * Tries a way as it is entered, step by step, and takes it down again; nothing is kept. Ends after the first
   * step that fails. Stopping the stream cancels it.
   */
  check: stream(WayDraft, CheckItem, operator),
}
