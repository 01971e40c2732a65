/** Files and plans as a window handles them. */
import { configPartLength, type NewKey } from '../../src-main/contract/config.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import type { PlanItemProgress } from '../../src-main/contract/plans.ts'

export async function upload(client: DeskClient, text: string): Promise<string> {
  let file: string | null = null
  for (let at = 0; file === null || at < text.length; at += configPartLength)
    file = (await client.config.upload({ file, part: text.slice(at, at + configPartLength) })).file
  return file
}

export async function check(
  client: DeskClient,
  text: string,
  { remove = false, keys = {} }: { remove?: boolean; keys?: Record<string, NewKey> } = {},
) {
  return client.config.check({ file: await upload(client, text), remove, keys })
}

/** Applies a plan to its end; answers how each item ended. */
export function apply(client: DeskClient, planId: string): Promise<Map<string, PlanItemProgress['state']>> {
  const states = new Map<string, PlanItemProgress['state']>()
  return new Promise((resolve, reject) => {
    client.plans.apply(
      { planId },
      {
        onItem: ({ items }) => {
          for (const { key, state } of items) states.set(key, state)
        },
        onEnd: (error) => (error ? reject(error) : resolve(states)),
      },
    )
  })
}
