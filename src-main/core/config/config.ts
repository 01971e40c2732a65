/** The configuration of the active account as a file, and how the cloud differs from what was known of it. */
import type { z } from 'zod'
import type { ConfigCheck, configGroup, NewKey } from '../../contract/config.ts'
import type { Domain, DomainTags } from '../../contract/domains.ts'
import type { Plan } from '../../contract/plans.ts'
import type { Template, TemplateUrls } from '../../contract/templates.ts'
import type { ActiveAccount, RequireAccount } from '../active-account.ts'
import type { RecordActivity } from '../activity/activity.ts'
import type { CloudPicture } from '../plan/picture.ts'
import type { Wish } from '../plan/wish.ts'
import type { DriftKeeper } from './drift.ts'
import { exportConfig } from './export-config.ts'
import { type ConfigFile, configSchema, configSchemaFile } from './format.ts'
import type { NewKeys } from './new-keys.ts'
import { wishesBack } from './put-back.ts'
import { createUploads } from './uploads.ts'
import { writeHcl } from './write-hcl.ts'
import { writeConfig } from './write-yaml.ts'

type Drifts = z.input<typeof configGroup.drift.output>

export interface CheckInput {
  readonly file: string
  readonly remove: boolean
  readonly keys: Readonly<Record<string, NewKey>>
}

export interface Config {
  /** Throws `config.ambiguous`. */
  export(format: 'yaml' | 'terraform', signal: AbortSignal): Promise<string>
  schema(): { name: string; text: string }
  /** Throws `config.gone`, as `check` and `takeTags` do. */
  upload(file: string | null, part: string): string
  check(input: CheckInput, signal: AbortSignal): Promise<ConfigCheck>
  takeTags(file: string): Promise<void>
  drift(signal: AbortSignal): Promise<Drifts>
  acceptDrift(keys: readonly string[]): void
  putBackDrift(keys: readonly string[], signal: AbortSignal): Promise<Plan>
}

export interface ConfigParts {
  readonly requireAccount: RequireAccount
  readonly accountName: (id: string) => string
  readonly listTemplates: (signal: AbortSignal) => Promise<Template[]>
  readonly listDomains: (signal: AbortSignal) => Promise<Domain[]>
  readonly tags: () => DomainTags[]
  readonly changeTags: (domain: string, add: readonly string[], remove: readonly string[]) => void
  readonly readPicture: (account: ActiveAccount, signal: AbortSignal) => Promise<CloudPicture>
  /** This desk's addresses for a template that is, or of that name that is to be. */
  readonly deskUrls: (account: ActiveAccount, name: string, templateId: number | undefined) => TemplateUrls
  readonly makePlan: (wishes: readonly Wish[], signal: AbortSignal) => Promise<Plan>
  readonly drift: DriftKeeper
  readonly newKeys: NewKeys
  readonly record: RecordActivity
  readonly now: () => number
}

export function createConfig(parts: ConfigParts): Config {
  const { requireAccount, drift, record, now } = parts
  const uploads = createUploads({ now })

  async function exported(format: 'yaml' | 'terraform', signal: AbortSignal): Promise<string> {
    const account = requireAccount()
    const until = AbortSignal.any([signal, account.signal])
    const [templates, domains] = await Promise.all([parts.listTemplates(until), parts.listDomains(until)])
    const text = format === 'terraform' ? toTerraform(templates) : toYaml(account, templates, domains)
    record({
      kind: 'config.exported',
      target: format,
      account: account.id,
      after: { templates: templates.length, domains: domains.length },
    })
    return text
  }

  function toYaml({ id, site }: ActiveAccount, templates: readonly Template[], domains: readonly Domain[]): string {
    const tags = new Map(parts.tags().map((each) => [each.domain, each.tags]))
    return writeConfig(
      exportConfig({
        site,
        account: parts.accountName(id),
        at: now(),
        templates,
        domains: domains.map((domain) => ({ ...domain, tags: tags.get(domain.name) ?? [] })),
      }),
    )
  }

  async function check({ file, remove, keys }: CheckInput, signal: AbortSignal): Promise<ConfigCheck> {
    const account = requireAccount()
    const { readConfig, importConfig } = await loadReader()
    const { file: read, problems, placeOf } = readConfig(uploads.text(file))
    if (!read) return { problems, from: null, keysNeeded: [], plan: null }
    const from = { site: read.site, account: read.account ?? null, exported: read.exported ?? null }
    const picture = await parts.readPicture(account, AbortSignal.any([signal, account.signal]))
    const deskUrls = (name: string, id: number | undefined) => parts.deskUrls(account, name, id)
    const found = importConfig(read, placeOf, { ...picture, deskUrls }, remove)
    const isWrong = found.problems.some(({ severity }) => severity === 'error')
    parts.newKeys.choose(account.id, keys)
    const plan = isWrong ? null : await parts.makePlan(withKeys(found.wishes, keys), signal)
    return { problems: found.problems, from, keysNeeded: found.keysNeeded, plan }
  }

  return {
    export: exported,
    schema: () => ({ name: configSchemaFile, text: configSchema() }),
    upload: uploads.add,
    check,
    async takeTags(file) {
      const { readConfig } = await loadReader()
      const read = readConfig(uploads.text(file)).file
      if (read) takeTags(read, parts)
    },
    async drift(signal) {
      const account = requireAccount()
      // Reading is noticing: what is read passes the watcher.
      await parts.readPicture(account, AbortSignal.any([signal, account.signal]))
      return drift.list(account.id)
    },
    acceptDrift(keys) {
      const { id: account } = requireAccount()
      for (const { target, before, after } of drift.accept(account, keys))
        record({ kind: 'drift.accepted', target, account, before, after })
    },
    async putBackDrift(keys, signal) {
      const account = requireAccount()
      const picture = await parts.readPicture(account, AbortSignal.any([signal, account.signal]))
      return parts.makePlan(wishesBack(drift.rows(account.id, keys), drift.templateNames(account.id), picture), signal)
    },
  }
}

/** Only a file brings the YAML parser in: it is a fifth of the whole program, and most days nobody reads one. */
async function loadReader() {
  const [{ readConfig }, { importConfig }] = await Promise.all([
    import('./read-config.ts'),
    import('./import-config.ts'),
  ])
  return { readConfig, importConfig }
}

const toTerraform = (templates: readonly Template[]): string =>
  writeHcl(
    templates.map((template) => ({ ...template, toThisDesk: [...template.toThisDesk, ...template.toFormerAddress] })),
    templates.flatMap(({ id, usedBy }) => usedBy.map(({ domain, app }) => ({ domain, app, templateId: id }))),
  )

/** A template for which no key is wanted is made without one. */
const withKeys = (wishes: readonly Wish[], keys: CheckInput['keys']): Wish[] =>
  wishes.map((wish) => {
    if (wish.subject !== 'template' || wish.key !== 'new' || keys[wish.template.name ?? '']?.action !== 'none')
      return wish
    const { key: _, ...without } = wish
    return without
  })

function takeTags({ domains = [] }: ConfigFile, { tags, changeTags }: ConfigParts): void {
  const known = new Map(tags().map((each) => [each.domain, each.tags]))
  for (const { name, tags: wanted } of domains) {
    if (!wanted) continue
    const has = known.get(name) ?? []
    const add = wanted.filter((tag) => !has.includes(tag))
    const remove = has.filter((tag) => !wanted.includes(tag))
    if (add.length > 0 || remove.length > 0) changeTags(name, add, remove)
  }
}
