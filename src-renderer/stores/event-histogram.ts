/** The counts above the Live list: read when the page opens, again every few seconds while it stays open. */
import { type Ref, ref } from 'vue'
import type { EventFilter, Histogram } from '../../src-main/contract/events.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { type SpanName, windowOf } from '../events/histogram.ts'
import { createLoad, type Load } from './load.ts'

export interface ShownHistogram extends Histogram {
  readonly to: number
}

export interface EventHistogram {
  readonly load: Load<ShownHistogram>
  readonly span: Ref<SpanName>
  /** What is counted, in the filter's time; open ends show the newest `span`. */
  setFilter(filter: EventFilter): void
}

export function createEventHistogram(
  events: Pick<DeskClient['events'], 'histogram'>,
  now: () => number = Date.now,
): EventHistogram {
  const span = ref<SpanName>('1h')
  let filter: EventFilter = {}
  const load = createLoad(async () => {
    const { from, to, ...others } = filter
    const asked = windowOf({ from, to }, span.value, now())
    return { ...(await events.histogram({ ...asked, filter: others })), to: asked.to }
  }, [])
  return {
    load,
    span,
    setFilter(next) {
      if (JSON.stringify(next) === JSON.stringify(filter)) return
      filter = next
      void load.refresh()
    },
  }
}
