/**
 * Whether events of a domain can arrive: a chain of links, each of which must hold (css-api, sections 5, 7 and 11).
 * Every link says what is known of it and how it can be mended; what cannot be known is `unknown`, never fine.
 */
import { z } from 'zod'
import { procedure } from './define.ts'
import { ErrorShape } from './errors.ts'

/** In the order in which an event passes them; from `alertUrl` on only alerts need them. */
export const healthLinks = [
  /** The push domain is enabled. */
  'domain',
  /** A callback template is bound to it. */
  'binding',
  /** The template's URLs lead to this desk. */
  'urls',
  /** Its callbacks are signed. */
  'key',
  /** The public address leads here. */
  'address',
  /** The binding has reached the edge and nobody has changed it. */
  'effect',
  /** An event of the domain has come. */
  'events',
  /** The template has a URL for alerts. */
  'alertUrl',
  /** A snapshot template is bound to the domain. */
  'snapshots',
  /** It looks for what is not allowed. */
  'detection',
  /** Pictures reach the bucket: a role that no call of this API shows. */
  'pictures',
] as const
export const HealthLinkName = z.enum(healthLinks)
export type HealthLinkName = z.infer<typeof HealthLinkName>

/** `off` = not wanted, as far as the rest of the chain tells. */
export const linkStates = ['ok', 'waiting', 'warning', 'broken', 'off', 'unknown'] as const
export const LinkState = z.enum(linkStates)
export type LinkState = z.infer<typeof LinkState>

export const healthReasons = [
  'fine',
  /** A link before it is missing, so there is nothing to look at. */
  'blocked',
  /** The cloud did not answer for this part; `error` says why. */
  'notRead',
  'disabled',
  'unbound',
  'onlyApps',
  'noUrls',
  'formerAddress',
  'elsewhere',
  'noKey',
  'weakKey',
  'noAddress',
  'addressFailed',
  'addressUntried',
  /** The events go to another server, of which this desk knows nothing. */
  'otherServer',
  'pending',
  'silent',
  'drifted',
  /** Changed before this desk watched. */
  'unwatched',
  'noEventYet',
  'noAlertUrl',
  'noSnapshots',
  'oneStreamOnly',
  'detectionOff',
  'noPictureYet',
] as const
export const HealthReason = z.enum(healthReasons)
export type HealthReason = z.infer<typeof HealthReason>

export const healthFixes = [
  'enableDomain',
  /** Needs the template to bind. */
  'bind',
  'useDeskUrls',
  'moveUrls',
  'makeKey',
  'proveAddress',
  'addAlertUrl',
  /** Needs the snapshot template to bind. */
  'bindSnapshots',
  'turnOnDetection',
] as const
export const HealthFix = z.enum(healthFixes)
export type HealthFix = z.infer<typeof HealthFix>

export const HealthLink = z.object({
  link: HealthLinkName,
  state: LinkState,
  reason: HealthReason,
  /** What its sentence names: a template, an app, a time, an event's id. */
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  error: ErrorShape.nullable(),
  /** What mends it here and now; null where only a person elsewhere can. */
  fix: z
    .object({
      kind: HealthFix,
      /** Templates to choose from, the likeliest first; empty when there is nothing to choose. */
      choices: z.array(z.object({ id: z.number().int(), name: z.string() })),
      /** Other domains that the change reaches, because they use the same template. */
      alsoReaches: z.number().int(),
    })
    .nullable(),
})
export type HealthLink = z.infer<typeof HealthLink>

export const DomainHealth = z.object({
  domain: z.string(),
  /** One for each of `healthLinks`, in their order. */
  links: z.array(HealthLink),
})
export type DomainHealth = z.infer<typeof DomainHealth>

export const healthGroup = {
  /** Reads everything anew. Fails only when the domains themselves cannot be read. */
  check: procedure(z.strictObject({}), z.object({ domains: z.array(DomainHealth), checkedAt: z.number() }), {
    role: 'viewer',
  }),
  /**
   * Mends one link. Throws `health.changed` when the link does not ask for this (any more), and whatever the cloud
   * answers; for the kinds that choose, `choice` is one of the choices.
   */
  fix: procedure(
    z.strictObject({ domain: z.string().min(1), kind: HealthFix, choice: z.number().int().optional() }),
    z.object({}),
    { role: 'operator' },
  ),
}
