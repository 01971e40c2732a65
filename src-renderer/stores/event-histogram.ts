/** The counts above the Live list: read when the page opens, again every few seconds while it stays open. */
import { type Ref, ref } from 'vue'
import type { Histogram } from '../../src-main/contract/events.ts'
import type { DeskClient } from '../../src-main/contract/index.ts'
import { type SpanName, windowOf } from '../events/histogram.ts'
import { createLoad, type Load } from './load.ts'

export interface ShownHistogram extends Histogram {
  readonly to: number
}

export interface EventHistogram {
  readonly load: Load<ShownHistogram>
  readonly span: Ref<SpanName>
  /** The filter's time range; open ends show the newest `span`. */
  setRange(range: { readonly from?: number | undefined; readonly to?: number | undefined }): void
}

export function createEventHistogram(
  events: Pick<DeskClient['events'], 'histogram'>,
  now: () => number = Date.now,
): EventHistogram {
  const span = ref<SpanName>('1h')
  let range: Parameters<EventHistogram['setRange']>[0] = {}
  const load = createLoad(async () => {
    const asked = windowOf(range, span.value, now())
    return { ...(await events.histogram(asked)), to: asked.to }
  }, [])
  return {
    load,
    span,
    setRange(next) {
      if (next.from === range.from && next.to === range.to) return
      range = next
      void load.refresh()
    },
  }
}
