/** Bodies of all requests together: what is held in memory is bounded, and room comes back with each answer. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readBody } from '../../../src-main/core/receiver/read-body.ts'

it('refuses what does not fit beside the bodies that wait for their answer, and takes it once they have it', async () => {
  const budget = { limit: 1000, held: 0 }
  const waiting: ServerResponse[] = []
  const server = createServer((request, response) => {
    readBody(request, response, { maxBytes: 800, budget }, (body) => {
      if (typeof body === 'string') response.writeHead(503).end(body)
      else waiting.push(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const post = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(700) })

  const first = post()
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  expect(budget.held).toBe(700)
  const second = await post()
  expect([second.status, await second.text()]).toEqual([503, 'busy'])
  waiting[0]?.end()
  expect((await first).status).toBe(200)
  await vi.waitFor(() => expect(budget.held).toBe(0))
  const third = post()
  await vi.waitFor(() => expect(waiting).toHaveLength(2))
  waiting[1]?.end()
  expect((await third).status).toBe(200)
})
