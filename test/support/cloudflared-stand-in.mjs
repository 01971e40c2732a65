/**
 * Stands in for cloudflared, whose service cannot be reached from a test: prints what its documentation and its
 * issues show, and serves `/ready`. What it does is chosen by the variable STAND_IN. It carries nothing; the real
 * program was never run against this desk.
 */
import { createServer } from 'node:http'

const mode = process.env.STAND_IN ?? 'quick'
const args = process.argv.slice(2)
const say = (level, text) => process.stderr.write(`${new Date().toISOString().slice(0, 19)}Z ${level} ${text}\n`)

if (args.includes('--version')) {
  console.log(`cloudflared version ${mode === 'old' ? '2021.8.0' : '2025.4.0'} (built 2025-04-02-1122 UTC)`)
  process.exit(0)
}

if (mode === 'stubborn') process.on('SIGTERM', () => {})

const metrics = createServer((_request, response) => {
  response.writeHead(mode === 'offline' ? 503 : 200).end()
})
metrics.listen(0, '127.0.0.1', () => {
  say('INF', `Starting metrics server on 127.0.0.1:${metrics.address().port}/metrics`)
  start()
})

function start() {
  if (mode === 'limited') {
    say('INF', 'Requesting new quick Tunnel on trycloudflare.com...')
    say(
      'ERR',
      `Error unmarshaling QuickTunnel response: error code: 1015 error="invalid character 'e' looking for beginning of value" status_code="429 Too Many Requests"`,
    )
    end("failed to unmarshal quick Tunnel: invalid character 'e' looking for beginning of value")
  } else if (mode === 'nowhere') {
    say('INF', 'Requesting new quick Tunnel on trycloudflare.com...')
    end(
      'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host',
    )
  } else if (mode === 'badToken') {
    end('Provided Tunnel token is not valid.')
  } else if (mode === 'badSecret') {
    say('ERR', 'Register tunnel error from server side error="Unauthorized: Invalid tunnel secret" connIndex=0')
    setInterval(() => say('INF', 'Retrying connection in up to 2s seconds connIndex=0'), 1000)
  } else if (mode === 'crash') {
    end('panic: runtime error: invalid memory address')
  } else if (mode === 'silent') {
    setInterval(() => {}, 1000)
  } else {
    if (!args.includes('run')) {
      say('INF', '+--------------------------------------------------------------------------------------------+')
      say('INF', '|  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |')
      say(
        'INF',
        `|  https://${process.env.STAND_IN_NAME ?? 'made-up-words-here'}.trycloudflare.com                                          |`,
      )
    } else if (process.env.TUNNEL_TOKEN === undefined || args.join(' ').includes(process.env.TUNNEL_TOKEN)) {
      end('Provided Tunnel token is not valid.')
    }
    say(
      'INF',
      'Registered tunnel connection connIndex=0 connection=bb527b3a-8a27-467b-9fca-84972898be5c event=0 ip=198.41.192.77 location=fra03 protocol=quic',
    )
    say('INF', `Settings: map[token:***** url:${args.at(-1)}] token=${process.env.TUNNEL_TOKEN ?? ''}`)
  }
}

function end(text) {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
