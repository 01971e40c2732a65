import { defineStore } from 'pinia'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

/** Changing a binding takes several steps with a person in between: see components/domains/binding-flow.ts. */
export const useBindingsStore = defineStore('bindings', () => {
  const list = createLoad(() => client.bindings.list({}), ['bindings'])
  return { list }
})
