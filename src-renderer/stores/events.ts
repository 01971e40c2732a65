/** The Live page's tail, histogram, searches and export: they outlive the page, so that it opens from memory and exports go on. */
import { defineStore } from 'pinia'
import { markRaw } from 'vue'
import { client } from '../client/index.ts'
import { saveFile } from '../composables/save-file.ts'
import { createBodySearch } from './body-search.ts'
import { createEventExport } from './event-export.ts'
import { createEventHistogram } from './event-histogram.ts'
import { createEventTail } from './event-tail.ts'

export const useEventsStore = defineStore('events', () => ({
  histogram: markRaw(createEventHistogram(client.events)),
  bodies: markRaw(createBodySearch(client.events)),
  tail: markRaw(createEventTail(client.events, {})),
  exporting: markRaw(createEventExport(client.events, ({ name, parts, type }) => saveFile(name, parts, type))),
}))
