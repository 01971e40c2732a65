import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { toCurl } from '../../../src-renderer/events/curl.ts'

it('survives a shell: quotes, dollars and newlines arrive as they were', () => {
  const body = `{"a":"it's $HOME \`x\` \\n",\n"b":"“中文”"}`
  const command = toCurl(
    { path: "/c/ab'c/streamEnd", body, headers: [['Content-Type', 'text/plain']] },
    'http://127.0.0.1:8787/',
  )
  const args = execFileSync('sh', ['-c', `printf '%s\\0' ${command.replace(/^curl /, '')}`], { encoding: 'utf8' })
  expect(args.split('\0')).toEqual([
    '-X',
    'POST',
    "http://127.0.0.1:8787/c/ab'c/streamEnd",
    '-H',
    'Content-Type: text/plain',
    '--data-binary',
    body,
    '',
  ])
})
