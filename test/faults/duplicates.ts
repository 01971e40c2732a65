/** One event a thousand times, from many connections at once: one row, a thousand deliveries, every one answered 200. */
import { startReceivingDesk } from '../support/receiving-desk.ts'
import { createPoster, markedBody } from './victim.ts'

export async function repeat(times: number) {
  const desk = await startReceivingDesk()
  const poster = createPoster({ port: desk.receiver.port, path: new URL(desk.urlFor('streamBegin')).pathname }, 32)
  try {
    const body = markedBody(1)
    const statuses = await Promise.all(Array.from({ length: times }, () => poster.post(body)))
    const { rows } = await desk.events.page('acc', { filter: {}, limit: 10 })
    return {
      sent: times,
      accepted: statuses.filter((status) => status === 200).length,
      rows: rows.length,
      deliveries: rows[0]?.deliveries ?? 0,
    }
  } finally {
    poster.close()
    await desk.close()
  }
}

/** `npm run faults -- duplicates [times]` */
export async function run(times = 1000): Promise<boolean> {
  const result = await repeat(times)
  console.table({ [`one event × ${times}`]: result })
  return result.accepted === times && result.rows === 1 && result.deliveries === times
}
