/** No credential may leave the client in an error or a log line, whatever the other side answers. */
import { expect, it } from 'vitest'
import { AppError } from '../../../src-main/contract/errors.ts'
import { probeAccount } from '../../../src-main/core/cloud/probe.ts'
import { createTemplate } from '../../../src-main/core/cloud/templates.ts'
import { accessTo, createTestCloud, type Respond, refusal, startServer } from './servers.ts'

const canary = (what: string) => `${what}Canary${'x7'.repeat(8)}+/=`
const secrets = {
  secretId: `AKID${canary('Id').replace(/\W/g, '')}`,
  secretKey: canary('Key'),
  token: canary('Token'),
  callbackKey: canary('Callback'),
}
const formsOf = (secret: string) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]
const forms = Object.values(secrets).flatMap(formsOf)

const json = (fields: object) => JSON.stringify({ Response: { RequestId: 'r', ...fields } })

/** All that the other side knows from the request, in every form it might be quoted in. */
function everything({ headers, body }: Parameters<Respond>[0]): string {
  const { callbackKey, ...ofAccount } = secrets
  const known = [...Object.values(ofAccount), ...(body.includes(callbackKey) ? [callbackKey] : [])]
  return [JSON.stringify(headers), body, ...known.flatMap(formsOf)].join(' ')
}

const answers: [string, Respond][] = [
  [
    'a refusal that quotes the request',
    (request, response) => response.end(json(refusal('InvalidParameter', everything(request)))),
  ],
  [
    'a rate limit that quotes it',
    (request, response) => response.end(json(refusal('RequestLimitExceeded', everything(request)))),
  ],
  [
    'an expired signature that quotes it',
    (request, response) => response.end(json(refusal('AuthFailure.SignatureExpire', everything(request)))),
  ],
  ['a page that quotes it', (request, response) => response.end(`<html>${everything(request)}`)],
  ['an error page that quotes it', (request, response) => response.writeHead(500).end(everything(request))],
  ['JSON that quotes it', (request, response) => response.end(JSON.stringify({ error: everything(request) }))],
  ['a reset', (_request, response) => response.socket?.resetAndDestroy()],
]

it.each(answers)('%s', async (_what, respond) => {
  const server = await startServer(respond)
  const lines: unknown[] = []
  const write = (...line: unknown[]) => void lines.push(line)
  const log = { info: write, warn: write, error: write }
  const cloud = createTestCloud(server.url, { log, access: secrets })
  const draft = { name: 'n', description: '', urls: {}, recordExceptionLevels: [], key: secrets.callbackKey }

  const errors: unknown[] = []
  await createTemplate(cloud, draft).catch((error: unknown) => errors.push(error))
  await cloud.call('DescribeLiveCallbackTemplates', {}).catch((error: unknown) => errors.push(error))
  const test = await probeAccount(accessTo(server.url, secrets), { env: {} })

  expect(errors).toHaveLength(2)
  const seen = [
    JSON.stringify([lines, test]),
    ...errors.flatMap((error) =>
      error instanceof AppError
        ? [JSON.stringify(error.toShape()), error.message, error.stack, String(error.cause)]
        : expect.fail(`no AppError: ${String(error)}`),
    ),
  ].join('\n')
  expect(server.received[0]?.body).toContain(secrets.callbackKey)
  for (const form of forms) expect(seen).not.toContain(form)
  expect(seen).not.toMatch(/Canary|Signature=[0-9a-f]{8}/)
})

it('a key that cannot be a header is refused before anything is sent, without being quoted', async () => {
  const server = await startServer((_request, response) => response.end(json({})))
  for (const secretId of ['AKIDCanary\u200b', 'AKID Canary', 'AKIDCanary\nx', ''])
    await createTestCloud(server.url, { access: { secretId } })
      .call('DescribeLiveCallbackTemplates', {})
      .then(
        () => expect.fail('it was sent'),
        (error: AppError) => {
          expect(error.details.apiCode).toBe('AuthFailure.InvalidSecretId')
          expect(JSON.stringify(error.toShape())).not.toContain('Canary')
        },
      )
  expect(server.received).toEqual([])
})
