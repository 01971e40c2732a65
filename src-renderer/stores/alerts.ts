/** Moderation events (image 317, audio 315) as they arrive. */
import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import type { EventFilter, Verdict } from '../../src-main/contract/events.ts'
import { client } from '../client/index.ts'
import { createEventTail } from './event-tail.ts'

export const alertFilter = (verdicts: readonly Verdict[]): EventFilter => ({
  types: [315, 317],
  ...(verdicts.length > 0 && { verdicts: [...verdicts] }),
})

export const useAlertsStore = defineStore('alerts', () => ({
  tail: markRaw(createEventTail(client.events, alertFilter([]))),
}))
