/** Who is on air, the bans, and how cuts and bans ended. The list's pace is the desk's: `nextAt` says when it can be newer. */
import { defineStore } from 'pinia'
import type { StreamRef } from '../../src-main/contract/streams.ts'
import { client } from '../client/index.ts'
import { createLoad } from './load.ts'

export const useStreamsStore = defineStore('streams', () => {
  const onAir = createLoad(() => client.streams.onAir({}), ['streams'])
  const bans = createLoad(() => client.streams.bans({}), ['streams'])
  const enforcements = createLoad(() => client.streams.enforcements({}), ['streams'])

  const lists = [onAir, bans, enforcements]
  const open = () => Promise.all(lists.map((list) => list.open()))
  const refresh = () => Promise.all(lists.map((list) => list.refresh()))

  const cut = (ref: StreamRef, reason: string) => client.streams.cut({ ...ref, reason })
  const ban = (ref: StreamRef, reason: string, until: number | null) => client.streams.ban({ ...ref, reason, until })
  const resume = (ref: StreamRef, reason: string) => client.streams.resume({ ...ref, reason })
  const blastRadius = (stream: string) => client.streams.blastRadius({ stream })
  const state = (ref: StreamRef) => client.streams.state(ref)
  const history = (ref: StreamRef) => client.streams.history(ref)

  return { onAir, bans, enforcements, open, refresh, cut, ban, resume, blastRadius, state, history }
})
